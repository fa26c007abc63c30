/** What the person at this device works on in the room of this page. The device remembers it for each room. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import * as v from "valibot";
import { readStored, writeStored } from "../device/storage";
import type { Room } from "./createRoom";

export interface Doing {
  readonly text: string;
  /** The item of the room's list that it is; null: none. */
  readonly item: string | null;
}
const DoingSchema = v.object({ text: v.pipe(v.string(), v.nonEmpty()), item: v.nullable(v.string()) });

const storageKey = (room: Room): string => `doing:${room.link.room}`;
const [current, setCurrent] = createSignal<Doing | null>(null);

/** Null: the person has not said. */
export const doing: Accessor<Doing | null> = current;

/** Changes it for everyone in the room, and on this device. Never rejects. */
export function changeDoing(room: Room, next: Doing | null): Promise<void> {
  setCurrent(next);
  room.setDoing(next?.text ?? "");
  return writeStored(storageKey(room), next);
}

/** Tells the room what this device remembers, unless the person has said something meanwhile. Never rejects. */
export async function restoreDoing(room: Room): Promise<void> {
  const stored = v.safeParse(DoingSchema, await readStored(storageKey(room)));
  if (!stored.success || current() !== null) return;
  setCurrent(stored.output);
  room.setDoing(stored.output.text);
}
