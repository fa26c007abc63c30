/** A push has come: shown, unless somebody sees the room already; quietly, if it was answered meanwhile. */
import { parseServerMessage } from "../../../party/answers";
import { isPrivateRoom } from "../../../party/access";
import { BREAK_ALARM, WORK_ALARM } from "../../../party/pomodoro";
import type { RoomMessage } from "../../../party/protocol";
import { alarmWords } from "../../i18n/alarmWords";
import { savedKey } from "../../room/device";
import { windowsOf } from "./clients";
import { badge, notify } from "./notify";
import { parsePayload } from "./payload";

/** An alarm does not wait longer than this for the truth, in ms. */
const TRUTH_MS = 2500;

export async function pushed(text: string): Promise<void> {
  const payload = parsePayload(text);
  if (payload === null) {
    // The browser wants every push to be seen, and something did ring.
    return notify({ title: alarmWords.app, body: alarmWords.somethingRang, about: null, rings: true });
  }
  const { room, rev, notification, test } = payload;
  const [truth, windows, key] = await Promise.all([truthOf(room), windowsOf(room), savedKey(room)]);
  if (test) return notify({ ...notification, about: { room, rev }, actions: [], rings: true });
  await badge(isCalling(truth ?? { state: payload.state, over: true }));
  // Who looks at the room is called by the room itself.
  if (windows.some((client) => client.visibilityState === "visible")) return;
  if (truth !== null && truth.rev > rev) {
    const message = alarmWords.messages[truth.state] ?? "";
    return notify({
      title: alarmWords.answered,
      body: alarmWords.answeredMeans(message),
      about: { room, rev: truth.rev },
      rings: false,
    });
  }
  const may = key !== null || !isPrivateRoom(room); // a watcher gets no button that would be refused
  await notify({
    ...notification,
    about: { room, rev },
    actions: may ? notification.actions.map(({ action, title }) => ({ action, title })) : [],
    rings: true,
  });
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
