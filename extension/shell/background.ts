/**
 * The background of the extension. The browser ends it when it likes and starts it again for an event, so what it does
 * follows from what is stored and the time (`core/plan.ts`).
 */
import * as v from "valibot";
import { isRunning } from "../../party/shared/pomodoro";
import { askRoom } from "../../src/room/askRoom";
import * as change from "../core/change";
import { PATIENCE_MS, plan, roomAt } from "../core/plan";
import { RequestSchema, SHOWN_PORT } from "../core/requests";
import type { Outcome, Request, Shown } from "../core/requests";
import { MAX_SITES, SiteSchema } from "../core/sites";
import { NO_SETTINGS, NO_SOCKET, NOTHING_KNOWN } from "../core/state";
import type { State } from "../core/state";
import { BrowserState, LOOK_ALARM } from "./browser";
import { openSocket } from "./socket";
import { readStored, storeKnown, storeSettings } from "./storage";

/** A press that reaches the server later than this must not happen any more, in ms. */
const STALE_MS = 4000;

let state: State = { settings: NO_SETTINGS, known: NOTHING_KNOWN, socket: NO_SOCKET, isShown: false };
let closeSocket: (() => void) | null = null;
const pages = new Set<chrome.runtime.Port>();
const browserState = new BrowserState(() => void update());

const ready = readStored().then((stored) => {
  state = { ...state, ...stored };
});

/** Changes what is known, stores it, and follows the plan. Runs one after another. */
let last: Promise<void> = ready;
function update(next: (state: State, now: number) => State = (state) => state): Promise<void> {
  last = last
    .then(() => follow(next))
    .catch((error: unknown) => console.error("the extension failed", error));
  return last;
}

async function follow(next: (state: State, now: number) => State): Promise<void> {
  const before = state;
  state = next(state, Date.now());
  if (state.settings !== before.settings) await storeSettings(state.settings);
  if (state.settings.link !== before.settings.link) dropSocket();
  const now = Date.now();
  const { settings, known } = state;
  const planned = plan(state, now);
  // Where the last attempt has failed: a network may let requests through, and no sockets.
  const asks = planned.asks || (planned.opens && state.socket.failures > 0);
  if (planned.opens) connect(now);
  else if (!planned.wantsSocket && closeSocket !== null) {
    dropSocket();
    state = { ...state, socket: NO_SOCKET };
  }
  if (asks) askForRoom(now);
  if (state.known !== before.known) await storeKnown(state.known);
  await browserState.follow(plan(state, now), now);
  const isReached = Math.abs(now - known.reachedAt) < PATIENCE_MS;
  for (const page of pages) page.postMessage({ settings, known, isReached } satisfies Shown);
}

function dropSocket(): void {
  closeSocket?.();
  closeSocket = null;
}

function connect(now: number): void {
  const { link } = state.settings;
  if (link === null) return;
  dropSocket();
  state = change.tryOpening(state, now);
  closeSocket = openSocket(link, {
    onOpen: () => void update(change.open),
    onRoom: (message) => void update((state, now) => change.hear(state, message, now)),
    onAnswer: () => void update(change.reach),
    onLost: () => {
      closeSocket = null;
      void update(change.lose);
    },
  });
}

/** Where no socket tells of the room. */
function askForRoom(now: number): void {
  const { link } = state.settings;
  if (link === null) return;
  state = change.ask(state, now);
  void askRoom(link.room, { origin: link.origin }).then((message) => {
    if (message?.type !== "room" || state.settings.link !== link) return;
    void update((state, now) => change.hear(state, message, now));
  });
}

/** Presses the tomato as the person has seen it. */
async function press(on: number | undefined): Promise<Outcome> {
  const { settings, known } = state;
  const { link } = settings;
  const room = roomAt(known, Date.now());
  if (link === null || room === null) return "no-answer";
  if (isRunning(room.phase)) return "nothing";
  const answer = await askRoom(link.room, {
    origin: link.origin,
    action: {
      action: { action: "press", on: on ?? room.rev, until: Date.now() + known.offsetMs + STALE_MS },
      name: "",
      key: link.key,
    },
  });
  if (answer?.type === "room") await update((state, now) => change.hear(state, answer, now));
  else if (answer !== null) askForRoom(Date.now());
  if (answer === null) return "no-answer";
  if (answer.type === "room") return "done";
  if (answer.code === "stale") return "late";
  if (answer.code === "not-now") return "nothing";
  return answer.code === "not-allowed" || answer.code === "wrong-key" ? "watching" : "refused";
}

/** The room in use changes only after the new one has answered. */
async function use(link: Extract<Request, { type: "use" }>["link"]): Promise<Outcome> {
  if (link !== null) {
    const answer = await askRoom(link.room, { origin: link.origin });
    if (answer?.type !== "room") return "no-answer";
    await update((state, now) => change.hear(change.choose(state, link), answer, now));
    return "done";
  }
  await update((state) => change.choose(state, null));
  return "done";
}

async function handle(request: Request): Promise<Outcome> {
  await ready;
  switch (request.type) {
    case "use":
      return use(request.link);
    case "press":
      return press(request.on);
    case "sites": {
      const sites = request.sites.filter((site) => v.is(SiteSchema, site)).slice(0, MAX_SITES);
      await update((state) => ({ ...state, settings: { ...state.settings, sites } }));
      return "done";
    }
    case "grace": {
      let isTaken = false;
      await update((state, now) => {
        const next = change.takeGrace(state, now);
        isTaken = next !== null;
        return next ?? state;
      });
      return isTaken ? "done" : "refused";
    }
  }
}

chrome.runtime.onMessage.addListener((message: unknown, _, answer: (outcome: Outcome) => void) => {
  const request = v.safeParse(RequestSchema, message);
  if (!request.success) return answer("refused");
  void handle(request.output).then(answer, () => answer("refused"));
  return true; // the answer comes later
});
chrome.runtime.onConnect.addListener((page) => {
  if (page.name !== SHOWN_PORT) return page.disconnect();
  pages.add(page);
  const count = (): Promise<void> => update((state) => ({ ...state, isShown: pages.size > 0 }));
  page.onDisconnect.addListener(() => {
    pages.delete(page);
    void count();
  });
  void count();
});
chrome.commands.onCommand.addListener((command) => {
  if (command === "press") void ready.then(() => press(undefined));
});
chrome.alarms.onAlarm.addListener(({ name }) => {
  if (name === LOOK_ALARM) void update();
});
// The browser starts the background for these, and everything else follows.
chrome.runtime.onStartup.addListener(() => void update());
chrome.runtime.onInstalled.addListener(() => void update());
chrome.permissions.onRemoved.addListener(() => void update());
void update();
