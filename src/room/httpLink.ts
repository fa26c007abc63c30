/**
 * A room over HTTP, for networks that forbid WebSockets: it asks for the room at intervals and sends actions by POST. The
 * answers are the same messages as on a socket, so `createRoom` works with both. There is no list of people.
 */
import { isOpenRoom } from "../../party/shared/access";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { ErrorMessage } from "../../party/shared/errors";
import { toSafeName } from "../../party/shared/limits";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { wordsReady } from "../i18n/language";
import { askRoom } from "./askRoom";
import { makeDoneTest } from "./doneTest";
import { POLL_MS } from "./pollMs";
import type { Drawback, RoomSocket, SocketEvents } from "./socket";
import { makeSocketTrial } from "./socketTrial";
import { words } from "./words";

/** An action whose answer is lost is sent again after this time, in ms; each further time after twice as long. */
const FIRST_RETRY_MS = 500;

interface HttpLinkOptions {
  readonly room: string;
  readonly events: SocketEvents;
  /** The address of the room's WebSocket. */
  readonly socketUrl: string;
  /** Whether WebSockets open here but do not last. */
  readonly breaks: boolean;
  /** Called once, when a WebSocket works again. The link works until it is closed. */
  readonly onSocketWorks: () => void;
}

/** `start`: from then on the events are called. */
export type HttpLink = RoomSocket & { readonly start: () => void };

/** Null: the room does not answer over HTTP either. */
export async function openHttpLink(options: HttpLinkOptions): Promise<HttpLink | null> {
  const sentAt = performance.now();
  const room = await askRoom(options.room);
  await wordsReady();
  return room?.type === "room" ? makeHttpLink(options, sentAt, room) : null;
}

/** In the current language at each read. */
const DRAWBACK: Drawback = {
  get line() {
    return words.line;
  },
  get people() {
    return words.people;
  },
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function makeHttpLink(
  { room, events, socketUrl, breaks, onSocketWorks }: HttpLinkOptions,
  firstSentAt: number,
  first: RoomMessage,
): HttpLink {
  /** The actions that have no answer yet. There is one request at a time, so that states arrive in their order. */
  let actions: ChangeMessage[] = [];
  /** The last state, and when it was told, monotonic ms. */
  let latest = first;
  let latestAt = firstSentAt;
  let isOpen = false;
  let isClosed = false;
  /** Whether `join` has no answer yet. */
  let isJoining = false;
  let name = "";
  let key: string | null = null;
  /** Whether the next pause is left out. */
  let isHurried = false;
  let endPause: () => void = () => {};
  let poll = new AbortController();
  const trial = makeSocketTrial(socketUrl, breaks, onSocketWorks);

  /** `sentAt`: when the message was asked for, monotonic ms, so that it also tells the server's time. */
  function tell(sentAt: number, message: RoomMessage): void {
    [latest, latestAt] = [message, performance.now()];
    if (!isOpen) {
      isOpen = true;
      events.onOpen(DRAWBACK);
    }
    events.onMessage({ type: "pong", t0: sentAt, now: message.now });
    events.onMessage(message);
    if (!isJoining) return;
    isJoining = false;
    events.onMessage({ type: "you", id: "", role: key !== null || isOpenRoom(room) ? "control" : "watch" });
  }
  /** A refusal of the server itself, such as that its disk is full, does not name the action. */
  function refuse(answer: ErrorMessage, { id }: ChangeMessage): void {
    const error = { ...answer, ...(id === undefined ? {} : { id }) };
    events.onMessage(error);
    if (error.code !== "wrong-key") return;
    key = null;
    events.onMessage({ type: "error", code: error.code, detail: error.detail }); // as a `join` with this key
  }
  function lose(): void {
    actions = [];
    if (isOpen) events.onLost();
    isOpen = false;
  }

  async function askForRoom(): Promise<void> {
    poll = new AbortController();
    const sentAt = performance.now();
    const message = await askRoom(room, { stop: poll.signal });
    if (isClosed || poll.signal.aborted) return;
    if (message?.type === "room") tell(sentAt, message);
    else lose();
  }

  /** Sends an action until there is an answer. Its `on` makes sure that it happens at most once. */
  async function send(action: ChangeMessage): Promise<void> {
    const moment = latest.now + performance.now() - latestAt;
    const isDone = makeDoneTest(action, name, latest, moment);
    for (let retryMs = FIRST_RETRY_MS; ; retryMs *= 2) {
      let sentAt = performance.now();
      const answer = await askRoom(room, { action: { action, name, key } });
      if (isClosed) return;
      if (answer?.type === "room") return tell(sentAt, answer);
      if (answer !== null && answer.code !== "stale") return refuse(answer, action);
      // The answer is lost, or browser or proxy have sent the request again after a lost answer: the room shows what became
      // of the action.
      sentAt = performance.now();
      const now = await askRoom(room);
      if (isClosed) return;
      if (now?.type !== "room") return answer === null ? lose() : refuse(answer, action);
      const { on, until = 0, id = "" } = action;
      if (isDone(now)) return tell(sentAt, { ...now, id });
      tell(sentAt, now);
      if (answer !== null) return refuse(answer, action);
      // It can no longer be known, or it is too late for the action to happen.
      if (now.rev !== on || now.now + retryMs > until) return lose();
      await sleep(retryMs);
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => endPause(), POLL_MS[document.visibilityState]);
      endPause = () => {
        clearTimeout(timer);
        isHurried = false;
        resolve();
      };
      if (isHurried || isClosed) endPause();
    });
  }
  function hurry(): void {
    isHurried = true;
    endPause();
  }

  async function run(): Promise<void> {
    tell(firstSentAt, first);
    while (!isClosed) {
      await pause();
      for (let next = actions[0]; next !== undefined && !isClosed; next = actions[0]) {
        const sent = next;
        await send(sent);
        actions = actions.filter((action) => action !== sent);
      }
      if (!isClosed) await askForRoom();
    }
  }

  return {
    start() {
      void run();
      trial.start();
    },
    send(message) {
      if (!isOpen || isClosed) return false;
      if (message.action === "join") {
        isJoining = true;
        name = toSafeName(message.name ?? name);
        key = message.key ?? key;
      } else if (message.action !== "alive" && message.action !== "board" && message.action !== "ping") {
        actions.push(message);
        poll.abort(); // an action does not wait for the answer
      }
      hurry();
      return true;
    },
    probe: hurry,
    close() {
      isClosed = true;
      trial.stop();
      poll.abort();
      endPause();
      // Nobody waits for an answer that could be older than the state that the next connection begins with.
      if (isOpen && actions.length > 0) events.onLost();
    },
  };
}
