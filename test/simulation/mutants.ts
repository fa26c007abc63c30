/** Mistakes that the rules of the simulation must find: each changes one place of the real code. */
import type { Mutation } from "./programs";

export interface Mutant {
  readonly name: string;
  readonly mutations: readonly Mutation[];
  /** The first seed to try: one that finds it soon. */
  readonly seed?: number;
  /** Whether it is found so soon that `npm test` tries it. */
  readonly isQuick?: boolean;
}

const one = (
  name: string,
  program: Mutation["program"],
  file: string,
  find: string,
  replace: string,
): Mutant => ({ name, mutations: [{ program, file, find, replace }] });

const room = (name: string, file: string, find: string, replace: string): Mutant =>
  one(name, "server", `party/room/${file}.ts`, find, replace);
const machine = (name: string, file: string, find: string, replace: string): Mutant =>
  one(name, "server", `party/shared/${file}.ts`, find, replace);
const page = (name: string, file: string, find: string, replace: string): Mutant =>
  one(name, "page", `src/${file}.ts`, find, replace);

const ROOM: readonly Mutant[] = [
  room(
    "a change does not set the alarm",
    "storage",
    "[...written, storage.setAlarm(Math.min(alarmAt(room), wakeAt ?? Infinity))]",
    "written",
  ),
  room(
    "an alarm that rings early is not set again",
    "roomState",
    "await this.setAlarm(); // it rang early, or for a push, or somebody is connected",
    "",
  ),
  room(
    "everybody is told before it is written",
    "roomState",
    "    await this.#store.save(stored, {",
    "    connections.broadcast(toRoomMessage(pomodoro, now), except);\n    await this.#store.save(stored, {",
  ),
  room("the answer has no id", "roomState", "...(id === undefined ? {} : { id })", ""),
  room("no answer where the disk is full", "messages", "send(connection, notStored(request.id));", ""),
  room(
    "a connection gets the room without what is due",
    "roomState",
    "const told = await this.#save(settle(this.pomodoro, now), now, { newcomer });",
    "const told = newcomer === null ? await this.#save(settle(this.pomodoro, now), now, { newcomer }) : null;",
  ),
  room(
    "tasks run at the same time",
    "taskQueue",
    "const result = this.#last.then(task);",
    "const result = Promise.resolve().then(task);",
  ),
  room(
    "the record is written after the room",
    "storage",
    "const written = [\n    putRoom(storage, room),\n",
    "await putRoom(storage, room);\n  await storage.sync();\n  const written: Promise<unknown>[] = [\n",
  ),
  room(
    "an undo leaves the record",
    "history",
    "while (next > before.next) writes.set(--next, null);",
    "next = before.next;",
  ),
  room(
    "who somebody is does not survive sleep",
    "connections",
    "    const person = { ...personOf(connection), ...change };\n    connection.setState(person);",
    "    const person = { ...personOf(connection), ...change };\n    connection.setState({ ...person, role: personOf(connection).role });",
  ),
  room(
    "a client that connects again is counted twice",
    "messages",
    "if (client !== undefined) this.connections.replaceOthers(connection, client);",
    "",
  ),
  room(
    "a clock that was set back is not noticed",
    "clockStep",
    "seenAt - now > TOLERANCE_MS ? seenAt - now : 0",
    "0 * (seenAt - now - TOLERANCE_MS)",
  ),
  room(
    "a ring is not made into tasks",
    "push/roomPush",
    "outbox.expandBroadcast(subscriptions.keys(), Date.now());",
    "",
  ),
  room(
    "an accepted push is sent again",
    "push/outbox",
    'if (result.kind !== "retry") return void this.#tasks.delete(key);',
    'if (result.kind === "refused") return void this.#tasks.delete(key);\n    if (result.kind !== "retry") return void this.#tasks.set(key, { ...current, at: now + 8000 });',
  ),
  {
    name: "pushes of a ring that was answered go on",
    mutations: [
      {
        program: "server",
        file: "party/room/push/outbox.ts",
        find: "for (const [key, task] of this.#tasks) if (!isTest(task)) this.#tasks.delete(key);\n    this.#alert = alert;",
        replace: "this.#alert = alert;",
      },
      {
        program: "server",
        file: "party/room/push/outbox.ts",
        find: "isStillRinging(this.#alert, pomodoro, now) ? this.#alert.until : now;",
        replace: "now > 0 ? this.#alert.until : now + 60_000;",
      },
    ],
  },
  room(
    "a deleted subscription is not forgotten on the disk",
    "push/pushStore",
    "this.#subscriptions.writeDeletions(),",
    "",
  ),
  one(
    "the closing of a connection is not answered",
    "server",
    "party/server.ts",
    "connection.close(); // with hibernation, the room itself finishes the closing handshake",
    "",
  ),
];

const MACHINE: readonly Mutant[] = [
  machine(
    "`until` is not checked",
    "pomodoro",
    'if (now > until) return refuse("stale", "its time has passed");',
    "",
  ),
  machine("`on` is not checked", "pomodoro", "if (on === rev) return null;", "return null;"),
  machine(
    "a late room begins its alarm late",
    "deadlines",
    "moment = alarm(moment, state, at, true);",
    "moment = alarm(moment, state, now, true);",
  ),
  machine(
    "time can be undone",
    "pomodoro",
    "by: TIMER, did: null, undo: null }",
    "by: TIMER, did: null, undo: pomodoro.undo }",
  ),
];

const CLIENT: readonly Mutant[] = [
  page(
    "what waits for an answer is not ended with the connection",
    "room/createRoom",
    "for (const id of requests.keys()) end(id, code);",
    "void code;",
  ),
  page(
    "an action is aimed at no revision",
    "room/createRoom",
    "socket.send({ ...input, on, on_state, until:",
    "socket.send({ ...input, state, until:",
  ),
  page("the page does not know that its connection is lost", "room/createRoom", 'setConnection("lost");', ""),
  {
    name: "a dead connection is not given up",
    mutations: [
      {
        program: "page",
        file: "src/room/socket.ts",
        find: "pongTimer = setTimeout(() => socket?.retry(), PONG_TIMEOUT_MS);",
        replace: "pongTimer = setTimeout(() => {}, PONG_TIMEOUT_MS);",
      },
      {
        program: "page",
        file: "src/room/socket.ts",
        find: "if (pongTimer && performance.now() - pingedAt > PONG_TIMEOUT_MS) return socket?.retry();",
        replace: "",
      },
    ],
  },
  page("a closed page goes on pinging", "room/socket", "      clearInterval(pingTimer);\n", ""),
  page(
    "a deadline is not predicted",
    "room/predict",
    "    settle(known, now)[0],",
    "    settle(known, 0 * now)[0],",
  ),
  page(
    "an older state than the one that is known is kept out of date",
    "room/createRoom",
    "    setKnown(current);\n",
    "    if (message.id === undefined) setKnown(current);\n",
  ),
  page(
    "the server's clock is estimated once",
    "room/clock",
    "if (best === null || isOff) best =",
    "if (best === null) best =",
  ),
];

const BOARD: readonly Mutant[] = [
  page(
    "the host does not test the connection of a hidden page",
    "features/host/createHosting",
    'if (document.visibilityState === "hidden") room.probe();',
    "",
  ),
  page(
    "the host talks on while the room is out of reach",
    "board/roomLink",
    "room.isConnected ? room.snapshot : null",
    "room.snapshot",
  ),
  page(
    "a state that comes while a line is on its way is lost",
    "board/session",
    "    isStateDue = true;\n    sendNext();",
    "    if (exchange.isBusy) return;\n    isStateDue = true;\n    sendNext();",
  ),
  page(
    "a state that was damaged on its way is not sent again",
    "board/session",
    'if (isAnswer && line.t === "err") setTimer("state", PING_AFTER_MS, sendState);',
    "",
  ),
  page(
    "an old press of a board counts",
    "board/session",
    'if (e === "down" && doubt !== "no" && frame) return log("late", "");',
    "",
  ),
  page(
    "a held button skips another state",
    "board/relay",
    "if (snapshot?.phase.state !== atDown.phase.state || snapshot.rev !== atDown.rev) return;",
    "if (!snapshot) return;",
  ),
  page("a closed page keeps its board", "features/host/createHosting", "    closeHost();\n  });", "  });"),
];

const WORKER: readonly Mutant[] = [
  one(
    "a phone rings for an alarm that was answered",
    "worker",
    "src/worker/push.ts",
    "if (current.rev <= rev) return false;",
    "if (current.rev >= 0) return false;",
  ),
  one(
    "a press on a notification is aimed at no revision",
    "worker",
    "src/worker/click.ts",
    'action: "press", on: rev, via: "push"',
    'action: "press", via: "push"',
  ),
];

/** Those that the first seed finds within some simulated minutes: `npm test` tries them. */
const QUICK: ReadonlySet<string> = new Set([
  "an action is aimed at no revision",
  "everybody is told before it is written",
  "the answer has no id",
  "the record is written after the room",
  "what waits for an answer is not ended with the connection",
  "who somebody is does not survive sleep",
]);

export const MUTANTS: readonly Mutant[] = [...ROOM, ...MACHINE, ...CLIENT, ...BOARD, ...WORKER].map(
  (mutant) => ({
    ...mutant,
    isQuick: QUICK.has(mutant.name),
  }),
);
