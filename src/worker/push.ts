/**
 * Handles a push: shows a notification, unless a page of the room has the focus and rings by itself, or the person has
 * turned the room's notifications off. If somebody has answered the alarm meanwhile, the notification is silent.
 */
import { parseServerMessage } from "../../party/shared/serverMessages";
import { isPrivateRoom } from "../../party/shared/access";
import { pressKindOf } from "../../party/shared/notificationTexts";
import { BREAK_ALARM, IDLE, LONG_BREAK, WORK_ALARM } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { readSavedKey } from "../room/savedRooms";
import { inTime } from "../device/inTime";
import { soundsInFocus } from "./clients";
import { notify, setBadge } from "./notify";
import { parsePayload } from "./payload";
import type { Payload } from "./payload";
import { requiresNotification } from "./platform";
import { handleUnwanted, isSwitchedOff } from "./switchedOff";
import { loadWords } from "./words";
import type { NotificationWords } from "./words";

/** How long a notification waits for the current state of the room, in ms. */
const STATE_TIMEOUT_MS = 2500;

export async function handlePush(text: string): Promise<void> {
  const payload = parsePayload(text);
  const words = await loadWords();
  if (payload === null) {
    // Browsers require a notification for every push.
    return notify({ title: words.app, body: words.somethingRang, data: null, rings: true });
  }
  const { room, rev, notification, test, before } = payload;
  if (await isSwitchedOff(room)) return handleUnwanted(words.app, { room, rev });
  const [currentRoom, isHeard, key] = await Promise.all([
    fetchRoom(room),
    soundsInFocus(room),
    readSavedKey(room),
  ]);
  if (test) {
    const { testTitle: title, test: body } = words;
    return notify({ title, body, data: { room, rev }, actions: [], rings: true });
  }
  await inTime(setBadge(isAlarm(currentRoom ?? { state: payload.state, over: before === undefined })));
  if (isHeard && !(await requiresNotification())) return;
  if (currentRoom !== null && isAnswered(payload, currentRoom)) {
    // Nobody answers a warning before the end: work has ended since, or its end has moved.
    if (before !== undefined && !(await requiresNotification())) return;
    const message = words.messages[currentRoom.state] ?? "";
    return notify({
      title: words.answered,
      body: words.answeredBody(message),
      data: { room, rev: currentRoom.rev },
      rings: false,
    });
  }
  const canPress = key !== null || !isPrivateRoom(room);
  await notify({
    title: payload.state === IDLE ? words.app : (words.messages[payload.state] ?? words.app),
    body: bodyOf(payload, words),
    data: { room, rev },
    actions: canPress
      ? notification.actions.map(({ action }) => ({
          action,
          title: pressLabel(payload.state, currentRoom, words),
        }))
      : [],
    rings: !isHeard,
  });
}

/** Whether the room has moved on. A change beside the timer, such as one of the list, leaves the ring as it is. */
function isAnswered({ rev, state, started_at, before }: Payload, current: RoomMessage): boolean {
  if (current.rev <= rev) return false;
  // After a pause or with more time the same work goes on, but not with so much left.
  const leftMs = (current.ends_at ?? Infinity) - current.now;
  if (before !== undefined && leftMs > (before + 0.5) * 60_000) return true;
  return started_at === undefined || current.state !== state || current.started_at !== started_at;
}

function bodyOf({ state, begins, before }: Payload, words: NotificationWords): string {
  if (before !== undefined) return words.before(before);
  if (begins === true) return state === LONG_BREAK ? words.longBreakBegins : words.begins;
  return words.bodies[state] ?? words.somethingRang;
}

/** What a press does in this state, as text. `currentRoom`: null where it is not known. */
function pressLabel(
  state: Payload["state"],
  currentRoom: RoomMessage | null,
  { press }: NotificationWords,
): string {
  const isSetComplete = currentRoom !== null && currentRoom.cycle >= currentRoom.number_cycles;
  return press[pressKindOf(state, isSetComplete) ?? "work"];
}

const isAlarm = ({ state, over }: Pick<RoomMessage, "state" | "over">): boolean =>
  state === BREAK_ALARM || state === WORK_ALARM || over;

/** The current state of the room; null where there is no answer in time. */
async function fetchRoom(room: string): Promise<RoomMessage | null> {
  try {
    const signal = AbortSignal.timeout(STATE_TIMEOUT_MS);
    const response = await fetch(`/parties/main/${room}`, { signal, cache: "no-store" });
    const message = response.ok ? parseServerMessage(await response.text()) : null;
    return message?.type === "room" ? message : null;
  } catch {
    return null;
  }
}
