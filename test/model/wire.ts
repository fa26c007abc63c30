/** Between the values of the model and the JSON of docs/protocol.md. Without code of the room, apart from its types. PURE. */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import * as machine from "./generated/machine";
import type { Action, By, Option, Request, Room, Turns, View } from "./generated/machine";

const NAMES = ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"] as const;

const orNull = <T>(option: Option<T>): T | null => (option.tag === "Some" ? option.value : null);
export const toOption = <T>(value: T | null | undefined): Option<T> =>
  value === null || value === undefined ? machine.None : machine.Some(value);
/** A field that is left out where it has no value. */
const optional = <K extends string, T>(key: K, value: T | null): Record<K, T> | object =>
  value === null ? {} : { [key]: value };

/** The room message that the model sends at the moment `now`. */
export const toMessage = (room: Room, now: number): RoomMessage =>
  viewToMessage(machine.view(room, now), now);

/** The room message in JSON. */
export function viewToMessage(view: View, now: number): RoomMessage {
  const { settings, started_at, ends_at, total_ms, held_ms, continues_at, rang_at, starts_at, ...shown } =
    view;
  const by = orNull(shown.by);
  return {
    type: "room",
    v: 1,
    state: shown.state,
    message: NAMES[shown.state],
    ...settings,
    cycle: shown.cycle,
    rev: shown.rev,
    started_at: orNull(started_at),
    ends_at: orNull(ends_at),
    total_ms: orNull(total_ms),
    held_ms: orNull(held_ms),
    continues_at: orNull(continues_at),
    over: shown.over,
    ...optional("rang_at", orNull(rang_at)),
    ...optional("starts_at", orNull(starts_at)),
    ...optional("list", shown.list.length === 0 ? null : shown.list),
    ...optional("turns", orNull(shown.turns)),
    ...optional("title", shown.title === "" ? null : shown.title),
    undo_until: orNull(shown.undo_until),
    by: by === null ? null : { ...by, name: by.name === "" ? null : by.name },
    ...optional("did", shown.did === "" ? null : shown.did),
    now,
  } as RoomMessage;
}

/** What a client sends for this request. */
export function toChange({ what, by, on, state, until }: Request): ChangeMessage {
  const aim = {
    ...optional("on", orNull(on)),
    ...optional("on_state", orNull(state)),
    ...optional("until", orNull(until)),
  };
  return { ...aim, ...fieldsOf(what, by) } as ChangeMessage;
}

function fieldsOf(what: Action, by: By): object {
  switch (what.tag) {
    case "Press":
      return by.via === "board" ? { action: "press", via: "board" } : { action: "press" };
    case "SetUp": {
      const { isNext, ...settings } = what.value;
      const given = Object.entries(settings).flatMap(([key, value]) =>
        value.tag === "Some" ? [[key, value.value]] : [],
      );
      return { action: "setup", ...Object.fromEntries(given), ...(isNext ? { when: "next" } : {}) };
    }
    case "Extend":
      return { action: "extend", seconds: what.value };
    case "ChangeList":
      return { action: "list", items: what.value };
    case "ChangeTurns":
      return { action: "turns", ...(orNull(what.value) ?? { names: null }) };
    case "Start":
      return { action: "start", at: orNull(what.value) };
    case "Entitle":
      return { action: "title", title: what.value };
    default:
      return { action: what.tag.toLowerCase() };
  }
}

/** The model's request for what a client has sent; `name` is the client's. */
export function toRequest(message: ChangeMessage, name: string | null, via = "app"): Request {
  const isBoard = message.action === "press" && message.via === "board";
  return {
    what: toModelAction(message),
    by: { name: name ?? "", via: isBoard ? "board" : via },
    mayAct: true,
    on: toOption(message.on),
    state: toOption(message.on_state),
    until: toOption(message.until),
  };
}

function toModelAction(message: ChangeMessage): Action {
  switch (message.action) {
    case "setup":
      return machine.SetUp({
        work_duration: toOption(message.work_duration),
        break_duration: toOption(message.break_duration),
        number_cycles: toOption(message.number_cycles),
        long_break_duration: toOption(message.long_break_duration),
        auto_continue: toOption(message.auto_continue),
        isNext: message.when === "next",
      });
    case "extend":
      return machine.Extend(message.seconds);
    case "list":
      return machine.ChangeList(message.items);
    case "turns":
      return machine.ChangeTurns(
        message.names === null
          ? machine.None
          : machine.Some<Turns>({ names: message.names, at: message.at ?? 0 }),
      );
    case "start":
      return machine.Start(toOption(message.at));
    case "title":
      return machine.Entitle(message.title ?? "");
    default:
      return PLAIN[message.action];
  }
}

const PLAIN = {
  press: machine.Press,
  reset: machine.Reset,
  skip: machine.Skip,
  hold: machine.Hold,
  resume: machine.Resume,
  undo: machine.Undo,
  next: machine.Next,
} as const;
