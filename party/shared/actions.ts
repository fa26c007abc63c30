/** A change on the wire as the action that it asks the machine for. */
import type { ActionFields } from "./clientMessages";
import type { Action } from "./pomodoro";
import { settingsFromWire } from "./settings";

/** What a message carries beside its action's own fields. */
type Envelope = { readonly [Field in "on" | "on_state" | "until" | "id" | "via" | "name"]?: unknown };

export function toAction(message: ActionFields & Envelope): Action {
  if (message.action === "setup") {
    return { type: "setup", settings: settingsFromWire(message), when: message.when ?? "now" };
  }
  const {
    action: type,
    on: _on,
    on_state: _state,
    until: _until,
    id: _id,
    via: _via,
    name: _name,
    ...fields
  } = message;
  return { type, ...fields } as Action;
}
