/** The state of the connection to the board, as text. PURE. */
import type { HostView } from "../../board/hostView";
import type { HostWords } from "./words";

export function statusText(view: HostView | null, words: HostWords): string {
  const status = view?.status ?? { phase: "off" as const };
  switch (status.phase) {
    case "failed":
      return status.isTrying ? words.status.busy : words.errors[status.error.code];
    case "waiting":
      if (status.returns === null) return words.status.waitingOrAgain;
      return status.returns ? words.status.waiting : words.status.waitingAgain;
    case "elsewhere":
      return words.status.elsewhere(status.owner);
    default:
      return words.status[status.phase];
  }
}
