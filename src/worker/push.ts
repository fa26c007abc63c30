/** A push has come: shown, unless somebody sees the room already; quietly, if it was answered meanwhile. */
import { parseServerMessage } from "../../party/shared/serverMessages";
import { isPrivateRoom } from "../../party/shared/access";
import { BREAK_ALARM, IDLE, LONG_BREAK, WORK_ALARM } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { AlarmWords } from "../i18n/en.alarm";
import { savedKey } from "../device/storage";
import { windowsOf } from "./clients";
import { badge, notify } from "./notify";
import { parsePayload } from "./payload";
import type { Payload } from "./payload";
import { wordsHere } from "./words";

/** An alarm does not wait longer than this for the truth, in ms. */
const TRUTH_MS = 2500;

export async function pushed(text: string): Promise<void> {
  const payload = parsePayload(text);
  const words = await wordsHere();
  if (payload === null) {
    // The browser wants every push to be seen, and something did ring.
    return notify({ title: words.app, body: words.somethingRang, about: null, rings: true });
  }
  const { room, rev, notification, test } = payload;
  const [truth, windows, key] = await Promise.all([truthOf(room), windowsOf(room), savedKey(room)]);
  if (test) {
    const { testTitle: title, test: body } = words;
    return notify({ title, body, about: { room, rev }, actions: [], rings: true });
  }
  await badge(isCalling(truth ?? { state: payload.state, over: true }));
  // Who looks at the room is called by the room itself.
  if (windows.some((client) => client.visibilityState === "visible")) return;
  if (truth !== null && truth.rev > rev) {
    const message = words.messages[truth.state] ?? "";
    return notify({
      title: words.answered,
      body: words.answeredMeans(message),
      about: { room, rev: truth.rev },
      rings: false,
    });
  }
  const may = key !== null || !isPrivateRoom(room); // a watcher gets no button that would be refused
  await notify({
    title: payload.state === IDLE ? words.app : (words.messages[payload.state] ?? words.app),
    body: words.bodies[payload.state] ?? words.somethingRang,
    about: { room, rev },
    actions: may
      ? notification.actions.map(({ action }) => ({ action, title: pressOf(payload.state, truth, words) }))
      : [],
    rings: true,
  });
}

/** What a press does in this state. */
function pressOf(state: Payload["state"], truth: RoomMessage | null, { press }: AlarmWords): string {
  if (state === BREAK_ALARM)
    return truth !== null && truth.cycle >= truth.number_cycles ? press.longBreak : press.break;
  return state === LONG_BREAK ? press.finish : press.work;
}

const isCalling = ({ state, over }: Pick<RoomMessage, "state" | "over">): boolean =>
  state === BREAK_ALARM || state === WORK_ALARM || over;

/** The room as it is now; null when it cannot be known in time. */
async function truthOf(room: string): Promise<RoomMessage | null> {
  try {
    const signal = AbortSignal.timeout(TRUTH_MS);
    const answer = await fetch(`/parties/main/${room}`, { signal, cache: "no-store" });
    const message = answer.ok ? parseServerMessage(await answer.text()) : null;
    return message?.type === "room" ? message : null;
  } catch {
    return null;
  }
}
