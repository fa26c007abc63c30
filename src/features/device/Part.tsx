/** The two things that this sheet is made of: a part with a heading, and a switch with what it means. */
import { createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../ui/ui.module.css";
import style from "./device.module.css";

export const Part = (props: { title: string; children: JSX.Element }): JSX.Element => (
  <section class={`${ui["stack"]} ${style["part"]}`}>
    <h3 class={style["heading"]}>{props.title}</h3>
    {props.children}
  </section>
);

export const Switch = (props: {
  label: string;
  means: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}): JSX.Element => {
  const id = createUniqueId(); // its name is the label alone; what it means describes it
  return (
    <label class={style["switch"]}>
      <span>
        <span id={`${id}-label`}>{props.label}</span>
        <span id={`${id}-means`} class={ui["hint"]}>
          {props.means}
        </span>
      </span>
      <input
        type="checkbox"
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-means`}
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  );
};
