/**
 * Runs the room's object as workerd does: one instance at a time, events one after another through the input gate, what it
 * says through the output gate, its alarm, and its sleep.
 */
import type { Core } from "./core";
import type { SimRequest, SimResponse } from "./fetchClasses";
import type { JobContext } from "./jobs";
import { ServerSocket, SocketHandle } from "./serverSocket";
import { ObjectStorage } from "./storage";
import type { Disk } from "./storage";
import type { SeededRandom } from "./random";

/** The Durable Object of the program: `RoomObject` in party/platform/facade.ts. */
interface DurableObject {
  fetch(request: SimRequest | string): PromiseLike<SimResponse>;
  alarm(): PromiseLike<void>;
  webSocketMessage(ws: SocketHandle, text: string): PromiseLike<void>;
  webSocketClose(ws: SocketHandle): PromiseLike<void>;
  webSocketError(ws: SocketHandle): PromiseLike<void>;
}
export type DurableObjectClass = new (ctx: object, env: object) => DurableObject;

export interface ObjectHostParts {
  readonly core: Core;
  readonly name: string;
  readonly disk: Disk;
  readonly random: SeededRandom;
  readonly splitsAtAwait: boolean;
  /** How long after its last event an idle object is put to sleep, ms. */
  readonly sleepAfterMs: () => number;
  readonly wall: () => number;
  readonly env: object;
  readonly Class: DurableObjectClass;
  /** How many timers this instance has set. */
  readonly timersOf: (context: JobContext) => number;
  readonly watch: ObjectWatch;
}

/** Who is told of what the object does. */
export interface ObjectWatch {
  onCommit(): void;
  onOperation(): void;
  onReceived(socket: ServerSocket, text: string): void;
  onSent(socket: ServerSocket, text: string): void;
  onAsleep(): void;
  onAwake(): void;
  onAlarm(): void;
}

/** Waits of an alarm whose handler has failed, ms. */
const ALARM_RETRY_MS = 2000;

interface Instance {
  readonly object: DurableObject;
  readonly context: JobContext;
  readonly handles: Map<ServerSocket, SocketHandle>;
}

export class ObjectHost {
  readonly storage: ObjectStorage;
  readonly sockets = new Set<ServerSocket>();
  /** The instance, and to whom what it does belongs; null: it sleeps. */
  #instance: Instance | null = null;
  readonly #queue: ((instance: DurableObject) => void)[] = [];
  #gate = 0;
  /** Of `blockConcurrencyWhile`. */
  #criticalSections = 0;
  #isPumping = false;
  /** Events whose handlers have not ended, and requests that it has sent. */
  #active = 0;
  #heartbeat: { readonly request: string; readonly answer: string } | null = null;
  #lastEventAt = 0;
  #armedFor: number | null = null;
  #disarm = (): void => {};
  #isAlarmRunning = false;
  #alarmFailures = 0;
  #sleepCheck = (): void => {};
  isDead = false;
  #lastSocket = 0;
  /** Further delays of the alarm, ms. */
  alarmDelay: () => number = () => 0;
  /** Called where the object ends by itself: what it wrote cannot be stored. */
  onBroken = (): void => {};

  constructor(readonly parts: ObjectHostParts) {
    const { core, disk, random, splitsAtAwait, watch } = parts;
    this.storage = new ObjectStorage(
      core,
      disk,
      random,
      {
        closeGate: () => this.#closeGate(),
        onOperation: () => watch.onOperation(),
        onCommit: () => {
          watch.onCommit();
          this.#arm();
        },
        onBroken: () => this.onBroken(),
        after: (ms, task) => this.#after(ms, task),
      },
      splitsAtAwait,
    );
    this.#arm();
  }

  get isAwake(): boolean {
    return this.#instance !== null;
  }
  get context(): JobContext | null {
    return this.#instance?.context ?? null;
  }
  /** Whether anything is on its way in it. */
  get isBusy(): boolean {
    return this.#active > 0 || this.#queue.length > 0 || this.#gate > 0 || this.storage.hasPending;
  }

  newSocket(): ServerSocket {
    const { watch } = this.parts;
    return new ServerSocket(
      ++this.#lastSocket,
      (run) => this.letOut(run),
      (socket, text) => watch.onSent(socket, text),
    );
  }

  /** The output gate: `run` when everything written so far is durable. */
  letOut(run: () => void): void {
    if (!this.isDead) this.storage.whenDurable(run);
  }

  /** An event for the object. It waits while the object reads. */
  deliver(task: (object: DurableObject) => void): void {
    if (this.isDead) return;
    this.#lastEventAt = this.parts.core.now;
    this.#queue.push(task);
    this.#pump();
  }
  /** The same for what belongs to the present instance, such as a timer: it ends with it. */
  deliverTo(context: JobContext, task: () => void): void {
    // What a critical section has asked for reaches it.
    if (this.#criticalSections > 0 && this.#instance?.context === context && !this.isDead)
      return this.parts.core.jobs.run(context, task);
    if (this.#instance?.context === context)
      this.deliver(() => this.#instance?.context === context && task());
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#gate === 0 && this.#queue.length > 0 && !this.isDead) {
      const task = this.#queue.shift()!;
      const { object, context } = this.#wake();
      this.parts.core.jobs.run(context, () => task(object));
    }
    this.#isPumping = false;
    this.#watchSleep();
  }

  #closeGate(): () => void {
    this.#gate++;
    let isOpen = false;
    return () => {
      if (isOpen) return;
      isOpen = true;
      this.#gate--;
      if (this.#gate === 0) this.#after(0, () => this.#pump());
    };
  }

  #after(ms: number, task: () => void): void {
    const { core } = this.parts;
    const context = core.jobs.context;
    core.agenda.add(core.now + ms, () => {
      if (!this.isDead) core.jobs.run(context, task);
      if (!this.isDead) this.#watchSleep();
    });
  }

  #wake(): Instance {
    if (this.#instance !== null) return this.#instance;
    const context: JobContext = { isDead: false };
    const { core, Class, env, watch } = this.parts;
    let object: DurableObject | null = null;
    core.jobs.run(context, () => (object = new Class(this.#ctx(), env)));
    if (object === null) throw new Error("the object cannot be made");
    watch.onAwake();
    return (this.#instance = { object, context, handles: new Map() });
  }

  #ctx(): object {
    const { parts, storage } = this;
    const { Promise } = parts.core;
    return {
      id: { toString: () => parts.name },
      storage: Object.fromEntries(
        (
          [
            "get",
            "list",
            "put",
            "delete",
            "deleteAll",
            "getAlarm",
            "setAlarm",
            "deleteAlarm",
            "sync",
          ] as const
        ).map((name) => [name, storage[name]]),
      ),
      blockConcurrencyWhile: (task: () => PromiseLike<unknown>) => {
        const openGate = this.#closeGate();
        this.#criticalSections++;
        return Promise.resolve(task()).then((value) => {
          this.#criticalSections--;
          openGate();
          return value;
        });
      },
      acceptWebSocket: (ws: SocketHandle) => {
        this.sockets.add(ws.socket_);
        this.#instance?.handles.set(ws.socket_, ws);
      },
      getWebSockets: () => [...this.sockets].map((socket) => this.#handleOf(socket)),
      setWebSocketAutoResponse: (pair: { request: string; response: string }) => {
        this.#heartbeat = { request: pair.request, answer: pair.response };
      },
      getWebSocketAutoResponseTimestamp: ({ socket_ }: SocketHandle) =>
        socket_.answeredAt === null ? null : new Date(socket_.answeredAt),
      waitUntil: () => {},
    };
  }

  #handleOf(socket: ServerSocket): SocketHandle {
    const handles = this.#instance?.handles;
    const handle = handles?.get(socket) ?? new SocketHandle(socket);
    handles?.set(socket, handle);
    return handle;
  }

  /** A request to the object. The answer waits for the output gate. */
  fetch(request: SimRequest | string): PromiseLike<SimResponse> {
    const { core } = this.parts;
    return new core.Promise<SimResponse>((resolve, reject) =>
      this.deliver((object) => {
        this.#active++;
        object.fetch(request).then(
          (response) => {
            this.#active--;
            this.letOut(() => resolve(response));
          },
          (error: unknown) => {
            this.#active--;
            this.letOut(() => reject(error));
          },
        );
      }),
    );
  }

  /** A request that the object itself sends: it waits for the output gate, and its answer for the input gate. */
  request<T>(send: (answer: (value: T) => void, fail: (error: unknown) => void) => void): PromiseLike<T> {
    const { core } = this.parts;
    const { context } = core.jobs;
    return new core.Promise<T>((resolve, reject) => {
      this.#active++;
      let isDone = false;
      const finish = (task: () => void): void => {
        if (isDone || this.isDead) return;
        isDone = true;
        this.#active--;
        this.deliverTo(context, task);
      };
      this.letOut(() =>
        send(
          (value) => finish(() => resolve(value)),
          (error) => finish(() => reject(error)),
        ),
      );
    });
  }

  receive(socket: ServerSocket, text: string): void {
    if (this.#heartbeat !== null && text === this.#heartbeat.request) {
      socket.answeredAt = Math.floor(this.parts.wall());
      if (socket.readyState === SocketHandle.OPEN) socket.sendAtOnce(this.#heartbeat.answer);
      return;
    }
    this.deliver((object) => {
      if (!this.sockets.has(socket)) return;
      this.parts.watch.onReceived(socket, text);
      this.#track(object.webSocketMessage(this.#handleOf(socket), text));
    });
  }
  receiveClose(socket: ServerSocket): void {
    this.deliver((object) => {
      if (!this.sockets.has(socket)) return;
      socket.noteClosed();
      const handle = this.#handleOf(socket);
      if (socket.readyState === 3) this.#forget(socket);
      this.#track(
        object.webSocketClose(handle).then(() => {
          if (socket.readyState === 3) this.#forget(socket);
        }),
      );
    });
  }
  receiveError(socket: ServerSocket): void {
    this.deliver((object) => {
      if (!this.sockets.has(socket)) return;
      socket.noteBroken();
      const handle = this.#handleOf(socket);
      this.#forget(socket);
      this.#track(object.webSocketError(handle));
    });
  }
  #forget(socket: ServerSocket): void {
    this.sockets.delete(socket);
    this.#instance?.handles.delete(socket);
    socket.line?.endServer();
  }

  #track(promise: PromiseLike<unknown>): void {
    this.#active++;
    promise.then(
      () => void this.#active--,
      (error: unknown) => {
        this.#active--;
        this.parts.core.fail("no exception", `an event of the room failed: ${String(error)}`);
      },
    );
  }

  /* The alarm. */

  /** The platform counts the time to an alarm on a clock that nobody sets, from the moment at which it was set. */
  #arm(): void {
    const { disk, wall } = this.parts;
    if (this.isDead || disk.alarm === this.#armedFor) return;
    this.#armedFor = disk.alarm;
    this.#disarm();
    this.#disarm = () => {};
    if (disk.alarm === null) return;
    this.#schedule(Math.max(0, disk.alarm - wall()) + this.alarmDelay());
  }
  #schedule(ms: number): void {
    const { core } = this.parts;
    const entry = core.agenda.add(core.now + ms, () => this.ring());
    this.#disarm = () => (entry.run = null);
  }

  /** Runs the alarm's handler: when it is due, or too early. A second one waits for the end of the first. */
  ring(): void {
    const { disk, watch } = this.parts;
    if (this.isDead || disk.alarm === null) return;
    if (this.#isAlarmRunning) return this.#schedule(50);
    this.#isAlarmRunning = true;
    this.#armedFor = null;
    watch.onAlarm();
    this.deliver((object) => {
      this.storage.takeAlarm();
      this.#active++;
      object.alarm().then(
        () => this.#endAlarm(true),
        () => this.#endAlarm(false),
      );
    });
  }
  #endAlarm(isDone: boolean): void {
    this.#active--;
    this.#isAlarmRunning = false;
    this.storage.finishAlarm(isDone);
    this.#alarmFailures = isDone ? 0 : this.#alarmFailures + 1;
    if (isDone) {
      // Where it has set the same moment again, no commit tells of a change.
      if (!this.storage.hasPending) this.#arm();
    } else this.#schedule(ALARM_RETRY_MS * 2 ** Math.min(this.#alarmFailures - 1, 8));
  }

  /* Sleep. */

  #watchSleep(): void {
    if (this.#instance === null || this.isDead) return;
    const { core } = this.parts;
    this.#sleepCheck();
    const at = this.#lastEventAt + this.parts.sleepAfterMs();
    const entry = core.agenda.add(Math.max(core.now + 1, at), () => this.#sleep());
    this.#sleepCheck = () => (entry.run = null);
  }
  #sleep(): void {
    const instance = this.#instance;
    if (instance === null || this.isDead) return;
    if (this.isBusy || this.parts.timersOf(instance.context) > 0) {
      this.#lastEventAt = this.parts.core.now;
      return this.#watchSleep();
    }
    instance.context.isDead = true;
    this.#instance = null;
    this.parts.watch.onAsleep();
  }

  /** The process ends. `kept`: how many of the transactions that are on their way become durable. */
  end(kept: number): void {
    if (this.isDead) return;
    this.isDead = true;
    if (this.#instance !== null) this.#instance.context.isDead = true;
    this.#instance = null;
    this.#criticalSections = 0;
    this.#disarm();
    this.#sleepCheck();
    this.storage.crash(kept);
  }
}
