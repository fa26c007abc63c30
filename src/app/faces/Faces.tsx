/** The initials of the people in the room, where there is space for them, and for some seconds who came or went. */
import { createEffect, createMemo, createSignal, For, onCleanup, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import type { PersonListed } from "../../../party/shared/serverMessages";
import { useRoom } from "../../room/context";
import { Icon } from "../../ui/Icon";
import { Named } from "../../ui/Named";
import { makeArrivals } from "./makeArrivals";
import type { Arrival } from "./makeArrivals";
import { words } from "./words";
import style from "./Faces.module.css";

/** How long it says who came or went, in ms. */
const SHOWN_MS = 3000;
/** How many people have an initial. */
const MAX_FACES = 4;
/** So many have one where there is space for one button alone. */
const MAX_FEW = 3;

const Face = (props: { person: PersonListed }): JSX.Element => (
  <span class={style["face"]} data-role={props.person.role}>
    {[...(props.person.name ?? "")][0]?.toLocaleUpperCase() ?? <Icon name="person" />}
  </span>
);

/** `wasAlone`: whether this page has seen the room without others before. */
export default function Faces(props: { wasAlone: boolean }): JSX.Element {
  const room = useRoom();
  const [arrival, setArrival] = createSignal<Arrival | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arrivals = makeArrivals((told) => {
    clearTimeout(timer);
    setArrival(told);
    timer = setTimeout(() => setArrival(null), SHOWN_MS);
  });
  if (untrack(() => props.wasAlone)) arrivals.update([], null);
  createEffect(() => arrivals.update(room.people()?.people ?? null, room.me()));
  onCleanup(() => {
    clearTimeout(timer);
    arrivals.stop();
  });
  /** On a phone: everyone in a room of few, in the place of their number. */
  const few = createMemo(() => {
    const { count = 0, people = [] } = room.people() ?? {};
    const isFew = count <= MAX_FEW && count === people.length;
    return isFew && people.some(({ name }) => name !== null) ? people : [];
  });
  const named = createMemo(() => room.people()?.people.filter(({ name }) => name !== null) ?? []);
  const faces = createMemo(() => named().slice(0, MAX_FACES));
  const more = (): number => (room.people()?.count ?? 0) - faces().length;
  return (
    <>
      <div class={style["place"]}>
        <p class={style["told"]} role="status">
          <Show when={arrival()} keyed>
            {({ kind, name }) => (
              <span class={style["arrival"]}>
                <Named text={words[kind](name)} name={name} />
              </span>
            )}
          </Show>
        </p>
        <Show when={faces().length > 0}>
          <div class={style["faces"]} aria-hidden="true" translate="no">
            <For each={faces()}>{(person) => <Face person={person} />}</For>
            <Show when={more() > 0}>
              <span class={style["more"]}>+{more()}</span>
            </Show>
          </div>
        </Show>
      </div>
      <Show when={few().length > 0}>
        <div class={style["few"]} aria-hidden="true" translate="no">
          <For each={few()}>{(person) => <Face person={person} />}</For>
        </div>
      </Show>
    </>
  );
}
