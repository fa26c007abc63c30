/**
 * The server: a machine with a disk and a clock, workerd on it with the real worker and the real room, and the start
 * program that watches the clock. A crash ends everything but the disk.
 */
import { EPOCH } from "./core";
import type { Core } from "./core";
import type { SimRequest, SimResponse } from "./fetchClasses";
import type { JobContext } from "./jobs";
import { ObjectHost } from "./objectHost";
import type { DurableObjectClass, ObjectWatch } from "./objectHost";
import type { SeededRandom } from "./random";
import { makeGlobals } from "./realm";
import type { Globals, Program } from "./realm";
import { SocketHandle } from "./serverSocket";
import { sha256 } from "../room/plainRoomOf";
import { Disk } from "./storage";
import { Timers } from "./timers";

const TOKEN = "start-token";
const ORIGIN = "https://tomato.test";

interface WorkerProgram {
  readonly worker: {
    fetch(request: SimRequest, env: object, context: object): PromiseLike<SimResponse>;
  };
  readonly RoomObject: DurableObjectClass;
  readonly StepFinder: new (clocks: Clocks) => { look(clocks: Clocks): ClockStep | null };
  readonly stepSince: (seenAt: number, now: number) => ClockStep | null;
}
interface Clocks {
  readonly wall: number;
  readonly monotonic: number;
}
interface ClockStep {
  readonly byMs: number;
}

export interface ServerOptions {
  readonly room: string;
  readonly program: Program;
  readonly splitsAtAwait: boolean;
  /** How long an idle room stays awake, ms: workerd waits 10 s, and may do it at any idle moment. */
  readonly sleepAfterMs: (random: SeededRandom) => number;
  readonly watch: ObjectWatch;
  /** Whether the start program tells the room of a step of the clock. */
  readonly isToldOfSteps: boolean;
  /** Sends a request to a push service. */
  readonly push: (request: PushRequest) => void;
}

export interface PushRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly answer: (status: number, headers?: Record<string, string>) => void;
  readonly fail: () => void;
}

/** One run of workerd. */
class Process {
  readonly context: JobContext = { isDead: false };
  readonly timers: Timers;
  readonly globals: Globals;
  readonly exports: WorkerProgram;
  readonly object: ObjectHost;
  #clock = 0;

  constructor(
    readonly server: Server,
    readonly random: SeededRandom,
  ) {
    const { core, options } = server;
    this.timers = new Timers(core, {
      // The platform's timers count on the wall clock.
      now: () => this.wall(),
      align: (due) => due,
      dispatch: (context, task) =>
        context === this.context ? core.jobs.run(context, task) : this.object.deliverTo(context, task),
    });
    const startedAt = core.now;
    this.globals = {
      ...makeGlobals({
        core,
        timers: this.timers,
        random,
        wall: () => Math.floor(this.wall()),
        monotonic: () => core.now - startedAt,
        name: "server",
      }),
      WebSocket: SocketHandle,
      WebSocketPair: this.#pairClass(),
      WebSocketRequestResponsePair: class {
        constructor(
          readonly request: string,
          readonly response: string,
        ) {}
      },
      scheduler: { wait: (ms: number) => new core.Promise((resolve) => this.timers.set(resolve, ms)) },
      fetch: (url: string, init: PushInit) => this.#fetch(url, init),
    };
    this.globals["globalThis"] = this.globals;
    this.exports = options.program(this.globals) as unknown as WorkerProgram;
    this.#workerEnv = this.#env();
    this.object = new ObjectHost({
      core,
      name: server.objectName,
      disk: server.disk,
      random: random.fork(),
      splitsAtAwait: options.splitsAtAwait,
      sleepAfterMs: () => options.sleepAfterMs(random),
      wall: () => this.wall(),
      env: this.#workerEnv,
      Class: this.exports.RoomObject,
      timersOf: (context) => this.timers.countOf(context),
      watch: options.watch,
    });
    this.object.alarmDelay = () => server.alarmDelay();
  }

  /** The clock of a room never goes back. */
  wall(): number {
    return (this.#clock = Math.max(this.#clock, this.server.wall()));
  }

  #pairClass(): unknown {
    const object = (): ObjectHost => this.object;
    return class {
      readonly 0: SocketHandle;
      readonly 1: SocketHandle;
      constructor() {
        this[1] = new SocketHandle(object().newSocket());
        this[0] = this[1];
      }
    };
  }

  #fetch(url: string, init: PushInit): PromiseLike<unknown> {
    const Response = this.globals["Response"] as new (body: string | null, init: object) => unknown;
    return this.object.request((answer, fail) => {
      init.signal?.addEventListener("abort", () => fail(init.signal?.reason));
      if (init.signal?.aborted) return fail(init.signal.reason);
      this.server.options.push({
        url,
        headers: init.headers,
        body: new TextDecoder().decode(init.body),
        answer: (status, headers = {}) => answer(new Response("", { status, headers })),
        fail: () => fail(new TypeError("network error")),
      });
    });
  }

  #env(): object {
    const { core } = this.server;
    const Response = this.globals["Response"] as new (body: string | null, init?: object) => SimResponse;
    const { Promise } = core;
    const isSleeping = (): boolean => !this.object.isAwake;
    const sizeOf = (name: string): number | null => {
      const { objectName, disk } = this.server;
      if (name.endsWith("-wal")) return isSleeping() ? null : 4096;
      if (name !== `${objectName}.sqlite`) return null;
      if (isSleeping() && !this.server.hasFile) return null;
      return disk.values.size > 0 || disk.alarm !== null ? 20_480 : 4096;
    };
    const files = (url: string, { method }: { method: string }): SimResponse => {
      const name = url.slice("http://files/".length);
      if (method === "PUT") return new Response(null, { status: this.server.disk.isWritable ? 204 : 500 });
      if (method === "DELETE") {
        if (name === `${this.server.objectName}.sqlite`) this.server.hasFile = false;
        return new Response(null, { status: 204 });
      }
      if (method === "GET")
        return new Response(JSON.stringify([{ name: `${this.server.objectName}.sqlite` }]));
      const size = sizeOf(name);
      return size === null
        ? new Response(null, { status: 404 })
        : new Response(null, { headers: { "content-length": String(size) } });
    };
    const later = <T>(value: () => T): PromiseLike<T> => {
      const isOfObject = core.jobs.context === this.object.context;
      if (isOfObject) return this.object.request((answer) => this.#after(0.3, () => answer(value())));
      return new Promise((resolve) => this.#after(0.3, () => resolve(value())));
    };
    return {
      ROOMS: {
        idFromName: (name: string) => ({ toString: () => hexOf(name) }),
        idFromString: (name: string) => ({ toString: () => name }),
        get: () => ({
          fetch: (request: SimRequest | string) => {
            this.server.hasFile = true;
            const Request = this.globals["Request"] as new (url: string) => SimRequest;
            return this.object.fetch(typeof request === "string" ? new Request(request) : request);
          },
        }),
      },
      ASSETS: {
        fetch: (url: string) =>
          Promise.resolve(
            url.endsWith("/robots.txt") ? new Response("User-agent: *\n") : new Response("", { status: 404 }),
          ),
      },
      ROOM_FILES: { fetch: (url: string, init: { method: string }) => later(() => files(url, init)) },
      ALLOWED_ORIGINS: null,
      PUSH_ORIGINS: null,
      VAPID_PUBLIC_KEY: VAPID_PUBLIC,
      VAPID_PRIVATE_KEY: VAPID_PRIVATE,
      VAPID_SUBJECT: "mailto:tomato@tomato.test",
      TRUST_PROXY: null,
      DESCRIPTOR_LIMIT: null,
      START_TOKEN: TOKEN,
    };
  }

  #after(ms: number, task: () => void): void {
    const { core } = this.server;
    core.agenda.add(core.now + ms, () => {
      if (!this.context.isDead) core.jobs.run(this.context, task);
    });
  }

  /** A request from outside. */
  fetch(request: SimRequest, answer: (response: SimResponse) => void, fail: () => void): void {
    this.server.core.jobs.run(this.context, () => {
      this.exports.worker.fetch(request, this.#workerEnv, { waitUntil() {} }).then(answer, fail);
    });
  }
  readonly #workerEnv: object;

  request(url: string, init: object): SimRequest {
    const Request = this.globals["Request"] as new (url: string, init: object) => SimRequest;
    return new Request(url, init);
  }

  end(kept: number): void {
    this.object.end(kept);
    this.context.isDead = true;
    this.timers.end();
  }
}

interface PushInit {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  readonly signal?: {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: string, listener: () => void): void;
  };
}

const hexOf = (name: string): string =>
  [...sha256(new TextEncoder().encode(name))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Of the right form: the simulation signs with hashes. */
const VAPID_PUBLIC = `B${"A".repeat(86)}`;
const VAPID_PRIVATE = "A".repeat(43);

/** How often the start program looks at the clocks, ms. */
const LOOK_MS = 1000;
const FREE = { isDead: false };

export class Server {
  readonly disk = new Disk();
  readonly objectName: string;
  process: Process | null = null;
  /** Whether the room's file exists. */
  hasFile = false;
  /** How far the wall clock is from true time, ms. */
  offsetMs = 0;
  /** The last moment that the start program has stored, epoch ms. */
  #seenAt = 0;
  #finder: { look(clocks: Clocks): ClockStep | null } | null = null;
  alarmDelay: () => number = () => 0;
  /** Called when a process has ended: its connections are lost. */
  onEnd: (isTold: boolean) => void = () => {};
  /** All steps of its clock so far, for those who check. */
  stepsBackMs = 0;
  readonly #steps: { readonly at: number; readonly byMs: number }[] = [];
  steppedAt = -Infinity;
  crashes = 0;
  crashedAt = -Infinity;

  constructor(
    readonly core: Core,
    readonly options: ServerOptions,
    readonly random: SeededRandom,
  ) {
    this.objectName = hexOf(options.room);
  }

  wall(): number {
    return EPOCH + this.core.now + this.offsetMs;
  }
  get object(): ObjectHost | null {
    return this.process?.object ?? null;
  }

  start(): void {
    if (this.process !== null) return;
    const process = (this.process = new Process(this, this.random.fork()));
    process.object.onBroken = () => this.#breakObject(process);
    this.core.trace("server", "starts");
    const { StepFinder, stepSince } = process.exports;
    // The start program outlives workerd where it restarts workerd alone; a step while nothing ran is found by its file.
    const first = this.#finder === null ? stepSince(this.#seenAt, this.wall()) : null;
    this.#finder ??= new StepFinder(this.#clocks());
    if (first !== null) this.#untold.push(first);
    this.#tellSteps();
  }
  /** Steps that the rooms do not know yet, the oldest first. */
  readonly #untold: ClockStep[] = [];
  /** The process to which the first of them is on its way; null: none is. */
  #toldProcess: Process | null = null;

  #clocks(): Clocks {
    return { wall: this.wall(), monotonic: this.core.now };
  }

  /** The process ends. `isMachine`: with its start program; `isTold`: its connections are reset at once. */
  crash({ isTold = true, isMachine = true, kept = 0 } = {}): void {
    const { process } = this;
    if (process === null) return;
    this.core.trace("server", `crashes, ${kept} kept`);
    this.process = null;
    this.crashes++;
    this.crashedAt = this.core.now;
    if (isMachine) {
      this.#finder = null;
      this.#untold.length = 0;
      this.#seenAt = Math.max(this.#seenAt, this.wall() - (this.wall() % 60_000));
    }
    process.end(kept);
    this.onEnd(isTold);
  }

  /** What the object wrote cannot be stored: workerd ends it with its connections, and goes on. */
  #breakObject(process: Process): void {
    if (this.process !== process) return;
    // A new process is the same for the object; the worker's module state is of no importance to it.
    this.crash({ isMachine: false });
    this.core.after(1, FREE, () => this.start());
  }

  #noteStep(byMs: number): void {
    this.steppedAt = this.core.now;
    this.#steps.push({ at: this.core.now, byMs });
    if (byMs < 0) this.stepsBackMs -= byMs;
  }

  /** By how much the clock has been set back, at `since` and later, by steps that are shorter than `maxMs`. */
  smallStepsBackMs(since: number, maxMs: number): number {
    return this.#steps
      .filter(({ at, byMs }) => at >= since && byMs < 0 && -byMs < maxMs)
      .reduce((sum, { byMs }) => sum - byMs, 0);
  }

  /** By how much the clock has been set forward, at `since` and later. */
  stepsForwardMs(since: number): number {
    return this.#steps.reduce((sum, { at, byMs }) => sum + (at >= since && byMs > 0 ? byMs : 0), 0);
  }

  /** The wall clock is set. */
  step(byMs: number): void {
    this.core.trace("server", `clock steps by ${byMs}`);
    this.offsetMs += byMs;
    this.#noteStep(byMs);
    this.process?.timers.reschedule();
    this.core.after(this.random.next() * LOOK_MS, FREE, () => this.#look());
  }

  #look(): void {
    if (this.#finder === null) return;
    const step = this.#finder.look(this.#clocks());
    if (step === null) return;
    this.#seenAt = this.wall();
    this.#untold.push(step);
    if (step.byMs >= 0 || this.process === null) return this.#tellSteps();
    this.crash({ isMachine: false });
    this.core.after(200, FREE, () => this.start());
  }

  /** As the start program does: one after the other, and again with its next look where one was not taken. */
  #tellSteps(): void {
    const { process } = this;
    const step = this.#untold[0];
    if (process === null || step === undefined || this.#toldProcess === process) return;
    if (!this.options.isToldOfSteps) return void this.#untold.splice(0);
    this.#toldProcess = process;
    const end = (isTaken: boolean): void => {
      if (this.#toldProcess === process) this.#toldProcess = null;
      if (isTaken) this.#untold.shift();
      if (isTaken) this.#tellSteps();
      else this.core.after(LOOK_MS, FREE, () => this.#tellSteps());
    };
    const request = process.request(`${ORIGIN}/clock-step`, {
      method: "POST",
      headers: { "x-start-token": TOKEN, "content-type": "application/json" },
      body: JSON.stringify(step),
    });
    process.fetch(
      request,
      ({ status }) => {
        if (status !== 202 && status !== 503)
          this.core.fail("no exception", `the clock step was answered with ${status}`);
        end(status === 202);
      },
      () => this.core.fail("no exception", "the clock step failed"),
    );
  }
}
