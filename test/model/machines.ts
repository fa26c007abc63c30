/** One interface for the two machines: that of the code, and the model that was written from docs/protocol.md. PURE. */
import { toAction } from "../../party/shared/actions";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import { toRoomMessage } from "../../party/shared/codec";
import { judgeMore } from "../../party/shared/moreActions";
import { newPomodoro, nextDeadline, refusalIn, settle, transition } from "../../party/shared/pomodoro";
import type { Pomodoro } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import * as model from "./generated/machine";
import type { Room } from "./generated/machine";
import { toMessage, toRequest } from "./wire";

/** A request of a client that may act. */
export interface Asked {
  readonly message: ChangeMessage;
  /** The client's name. */
  readonly name: string;
}
export interface Judged<R> {
  readonly room: R;
  /** The code of the refusal; null where the answer is the room. */
  readonly code: string | null;
}
/** `R` is a room as the machine keeps it. */
export interface Machine<R> {
  readonly newRoom: R;
  settle(room: R, now: number): R;
  handle(room: R, asked: Asked, now: number): Judged<R>;
  /** When the room next changes by itself, epoch ms; null: never. */
  nextDue(room: R): number | null;
  /** The room message at the moment `now`. */
  show(room: R, now: number): RoomMessage;
}

export const codeMachine: Machine<Pomodoro> = {
  newRoom: newPomodoro(),
  settle: (room, now) => settle(room, now)[0],
  handle(room, { message, name }, now) {
    const via = message.action === "press" ? (message.via ?? "app") : "app";
    const request = {
      action: toAction(message),
      by: { name, via },
      on: message.on,
      state: message.on_state,
      until: message.until,
    };
    const [next, events] = transition(room, request, now, judgeMore);
    return { room: next, code: refusalIn(events)?.code ?? null };
  },
  nextDue: nextDeadline,
  show: toRoomMessage,
};

export const modelMachine: Machine<Room> = {
  newRoom: model.newRoom,
  settle: model.settle,
  handle(room, { message, name }, now) {
    const answer = model.handle(room, toRequest(message, name), now);
    return { room: answer.room, code: answer.code === "" ? null : answer.code };
  },
  nextDue(room) {
    const due = model.nextDue(room.core);
    return due.tag === "Some" ? due.value : null;
  },
  show: toMessage,
};

/** Both machines side by side. */
export interface Both {
  readonly code: Pomodoro;
  readonly model: Room;
}

/** The two machines differ: the page, the model or the code is wrong. */
export class Difference extends Error {}

/** Both machines at once; throws a `Difference` where they do not do the same. */
export const bothMachines: Machine<Both> = {
  newRoom: { code: codeMachine.newRoom, model: modelMachine.newRoom },
  settle(room, now) {
    const next = {
      code: codeMachine.settle(room.code, now),
      model: modelMachine.settle(room.model, now),
    };
    return expectSame(next, now, () => `after time has passed from ${describe(room, now)}`);
  },
  handle(room, asked, now) {
    const code = codeMachine.handle(room.code, asked, now);
    const model = modelMachine.handle(room.model, asked, now);
    const where = (): string => `after ${JSON.stringify(asked)} at ${now} in ${describe(room, now)}`;
    if (code.code !== model.code) {
      throw new Difference(`the code answers ${code.code}, the model ${model.code}, ${where()}`);
    }
    return { room: expectSame({ code: code.room, model: model.room }, now, where), code: code.code };
  },
  nextDue(room) {
    const [code, model] = [codeMachine.nextDue(room.code), modelMachine.nextDue(room.model)];
    if (code !== model) throw new Difference(`the code's next deadline is ${code}, the model's ${model}`);
    return code;
  },
  show: ({ code }, now) => codeMachine.show(code, now),
};

function expectSame(room: Both, now: number, where: () => string): Both {
  const [code, model] = [codeMachine.show(room.code, now), modelMachine.show(room.model, now)];
  const fields = fieldsThatDiffer(code, model);
  if (fields.length > 0) throw new Difference(`code and model differ: ${fields.join(", ")}, ${where()}`);
  return room;
}

const describe = ({ code }: Both, now: number): string => JSON.stringify(codeMachine.show(code, now));

/** The fields in which two room messages differ, with both values. */
export function fieldsThatDiffer(is: object, should: object): string[] {
  const [a, b] = [new Map(Object.entries(is)), new Map(Object.entries(should))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const [one, other] = [textOf(a.get(key)), textOf(b.get(key))];
    return one === other ? [] : [`${key} ${one} instead of ${other}`];
  });
}

/** JSON with the keys of all objects in order. */
function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "nothing";
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `"${key}":${textOf(one)}`).join()}}`;
}
