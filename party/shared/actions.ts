/** A change on the wire as the action that it asks the machine for. */
import type { ActionFields } from "./clientMessages";
import type { Action } from "./pomodoro";
import { settingsFromWire } from "./settings";

export function toAction(message: ActionFields): Action {
  switch (message.action) {
    case "extend":
      return { type: "extend", seconds: message.seconds };
    case "setup":
      return { type: "setup", settings: settingsFromWire(message), when: message.when ?? "now" };
    default:
      return { type: message.action };
  }
}
