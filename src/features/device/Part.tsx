/** The two building blocks of this sheet: a part with a heading, and a switch with a description. */
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
  description: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}): JSX.Element => {
  const id = createUniqueId(); // for screen readers: the label is the name, the other text the description
  return (
    <label class={style["switch"]}>
      <span>
        <span id={`${id}-label`}>{props.label}</span>
        <span id={`${id}-description`} class={ui["hint"]}>
          {props.description}
        </span>
      </span>
      <input
        type="checkbox"
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-description`}
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={({ currentTarget: input }) => {
          props.onChange(input.checked);
          input.checked = props.checked; // the browser has changed it, and the value may stay as it was
        }}
      />
    </label>
  );
};
