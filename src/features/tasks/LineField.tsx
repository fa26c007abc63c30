/** A field for one line of text with its button. What is wrong is said at the field, and the text stays in it. */
import { createSignal, createUniqueId, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../ui/ui.module.css";
import { linesOf, problemOf } from "./lines";
import { words } from "./words";

/** The beginning of a line that stands in a message, in characters. */
const EXCERPT = 24;

export function LineField(props: {
  label: string;
  button: string;
  /** Characters of a line. */
  max: number;
  /** What is in the field at first. */
  value?: string;
  /** Whether several lines may be pasted at once. */
  isList?: boolean;
  /** Whether the text stays in the field after it was accepted. */
  keeps?: boolean;
  /** Takes the lines; returns what is wrong with them, or null. */
  onLines: (lines: string[]) => string | null;
  ref?: (input: HTMLInputElement) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [problem, setProblem] = createSignal<string | null>(null);
  let input: HTMLInputElement | undefined;

  function check(lines: readonly string[]): string | null {
    for (const line of lines.length === 0 ? [""] : lines) {
      const found = problemOf(line, props.max);
      if (found === "long" && lines.length > 1)
        return words.problem.longLine([...line].slice(0, EXCERPT).join(""), props.max);
      if (found === "long") return words.problem.long(props.max);
      if (found !== null) return words.problem[found];
    }
    return null;
  }
  function take(text: string): void {
    const lines = linesOf(text);
    const wrong = check(lines) ?? props.onLines(lines);
    setProblem(wrong);
    if (wrong === null && input !== undefined) input.value = props.keeps ? (lines[0] ?? "") : "";
    else input?.focus();
  }
  /** A field of one line would put the pasted lines together. */
  function paste(event: ClipboardEvent & { currentTarget: HTMLInputElement }): void {
    const { currentTarget: field, clipboardData } = event;
    const pasted = clipboardData?.getData("text") ?? "";
    if (!props.isList || linesOf(pasted).length < 2) return;
    event.preventDefault();
    const [from, to] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
    take(field.value.slice(0, from) + pasted + field.value.slice(to));
  }
  return (
    <form
      class={ui["tight"]}
      onSubmit={(event) => {
        event.preventDefault();
        take(input?.value ?? "");
      }}
    >
      <div class={ui["fieldRow"]}>
        <label class={ui["field"]}>
          {props.label}
          <input
            ref={(element) => {
              input = element;
              props.ref?.(element);
            }}
            value={props.value ?? ""}
            autocomplete="off"
            enterkeyhint="done"
            aria-invalid={problem() !== null}
            aria-describedby={id}
            onInput={() => setProblem(null)}
            onPaste={paste}
          />
        </label>
        <button type="submit" class={ui["button"]}>
          {props.button}
        </button>
      </div>
      <p id={id} class={ui["problem"]} role="alert" hidden={problem() === null}>
        <Show when={problem()}>{problem()}</Show>
      </p>
    </form>
  );
}
