/** The two things that this sheet is made of: a part with a heading, and a switch with what it means. */
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
}): JSX.Element => (
  <label class={style["switch"]}>
    <span>
      {props.label}
      <span class={ui["hint"]}>{props.means}</span>
    </span>
    <input
      type="checkbox"
      role="switch"
      checked={props.checked}
      disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  </label>
);
