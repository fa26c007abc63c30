/** The state of the link to the board, in words. PURE. */
import type { HostView } from "../../board/hostView";
import type { HostWords } from "../../i18n/en.host";

export function statusText(view: HostView | null, words: HostWords): string {
  const status = view?.status ?? { phase: "off" as const };
  switch (status.phase) {
    case "failed":
      return words.errors[status.error.code];
    case "elsewhere":
      return words.status.elsewhere(status.owner);
    default:
      return words.status[status.phase];
  }
}
