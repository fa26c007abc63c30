/** A text with a name in it. Translators leave the name as it is, and its direction does not change that of the text. */
import type { JSX } from "solid-js";
import { Show } from "solid-js";

/** `name`: null or undefined for a text without one. */
export function Named(props: { text: string; name: string | null | undefined }): JSX.Element {
  const at = (): number => (props.name ? props.text.indexOf(props.name) : -1);
  return (
    <Show when={at() >= 0} fallback={props.text}>
      {props.text.slice(0, at())}
      <bdi translate="no">{props.name}</bdi>
      {props.text.slice(at() + (props.name?.length ?? 0))}
    </Show>
  );
}
