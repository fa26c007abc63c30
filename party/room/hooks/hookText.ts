/** What a webhook tells people in a chat, as plain text in English. PURE; times are epoch ms. */
import type { HookEvent } from "../../shared/hookEvent";

/** An event that is told later than this, in ms, is told with its time. */
const LATE_MS = 60_000;
const MINUTE_MS = 60_000;

/** One line, without the room. */
export function hookText(event: HookEvent, now: number): string {
  const who = event.by?.via === "timer" ? null : (event.by?.name ?? null);
  const parts = [sentenceOf(event), who, now - event.at > LATE_MS ? timeOf(event.at) : null];
  return parts.filter((part) => part !== null).join(" · ");
}

function sentenceOf({ type, at, ends_at: endsAt }: HookEvent): string {
  const minutes = endsAt === null ? 0 : Math.round((endsAt - at) / MINUTE_MS);
  switch (type) {
    case "work-began":
      return minutes > 0 ? `Work begins: ${minutes} ${minutes === 1 ? "minute" : "minutes"}` : "Work begins";
    case "work-ended":
      return "Work is over";
    case "break-ended":
      return "The break is over";
    case "long-break-began":
      return minutes > 0 ? `Long break: ${minutes} ${minutes === 1 ? "minute" : "minutes"}` : "Long break";
    case "test":
      return "This is a test, and it works";
  }
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;
