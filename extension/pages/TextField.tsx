/** A field for a link or a site. What is wrong with its text stands in another element. */
import type { JSX } from "solid-js";
import ui from "../../src/ui/ui.module.css";

export function TextField(props: {
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  /** The id of the element that says what is wrong. */
  problemId: string;
  isWrong: boolean;
}): JSX.Element {
  return (
    <label class={ui["field"]}>
      {props.label}
      <input
        type="text"
        value={props.text}
        placeholder={props.placeholder}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={props.isWrong}
        aria-describedby={props.problemId}
        onInput={(event) => props.onText(event.currentTarget.value)}
      />
    </label>
  );
}
