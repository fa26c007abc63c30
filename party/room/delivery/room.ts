/** What pushes and webhooks need of their room. */
import type { Pomodoro } from "../../shared/pomodoro";
import type { TaskQueue } from "../taskQueue";

/** The part of a Durable Object's storage that they use. */
export interface DeliveryStorage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  list(options: { prefix: string }): Promise<Map<string, unknown>>;
  delete(keys: string[]): Promise<unknown>;
  sync(): Promise<void>;
  /** As in the room's storage. */
  expectWritable?(): Promise<void>;
}

export interface DeliveryRoom {
  id(): string;
  pomodoro(): Pomodoro;
  readonly storage: DeliveryStorage;
  readonly env: Record<string, unknown>;
  readonly queue: Pick<TaskQueue, "run">;
  /** Sets the room's alarm again, and stores a room that nobody has changed yet. Its writes are made before it returns. */
  setAlarm(): Promise<void>;
}
