/** What must hold in the world, with a mark for each rule. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Violation } from "../../simulation/core";
import { Mark } from "./SentList";
import style from "./simulator.module.css";
import { words } from "./words";

/** The rules of the simulation by their mark; what is not named here belongs to the first. */
const RULES = {
  survives: [
    "everything acknowledged survives",
    "nothing changes without a cause",
    "history equals the periods",
  ],
  once: ["no action happens twice"],
  answer: ["exactly one answer an action"],
  rev: ["rev never goes back", "predictions show what the machine can"],
  time: ["deadlines at their own time"],
  agree: ["screens agree within a round trip", "screens agree when all is quiet"],
  light: ["the light equals the room"],
} as const;
type Rule = keyof typeof RULES;
const ALL = Object.keys(RULES) as Rule[];

const ruleOf = ({ rule }: Violation): Rule =>
  ALL.find((name) => (RULES[name] as readonly string[]).includes(rule)) ?? "survives";

export function Rules(props: { violation: Violation | null }): JSX.Element {
  const isGood = (rule: Rule): boolean => props.violation === null || ruleOf(props.violation) !== rule;
  return (
    <section class={style["card"]}>
      <h2>{words.rules}</h2>
      <ul class={style["rules"]} data-violation={props.violation?.rule}>
        <For each={ALL}>
          {(rule) => (
            <li>
              <Mark isGood={isGood(rule)} />
              <span>
                {words.rule[rule]}
                <span class="visually-hidden">: {isGood(rule) ? words.holds : words.broken}</span>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.violation}>{(violation) => <p class={style["detail"]}>{violation().detail}</p>}</Show>
    </section>
  );
}
