// Written by `npm run model` from docs/model/machine.qnt.
export type By = { readonly name: string; readonly via: string };
export type Settings = {
  readonly work_duration: number;
  readonly break_duration: number;
  readonly number_cycles: number;
  readonly long_break_duration: number;
  readonly auto_continue: number;
};
export type Clock =
  { readonly tag: "Running"; readonly value: number } | { readonly tag: "Held"; readonly value: number };
export declare const SECOND: unknown;
export type Option<A> = { readonly tag: "Some"; readonly value: A } | { readonly tag: "None" };
export type Item = { readonly id: string; readonly text: string; readonly done: boolean };
export type Turns = {
  readonly names: readonly { readonly name: string; readonly away: boolean }[];
  readonly at: number;
};
export declare const Some: <A>(a0: A) => Option<A>;
export type Setup = {
  readonly work_duration: Option<number>;
  readonly break_duration: Option<number>;
  readonly number_cycles: Option<number>;
  readonly long_break_duration: Option<number>;
  readonly auto_continue: Option<number>;
  readonly isNext: boolean;
};
export declare const None: Option<A>;
export type View = {
  readonly state: number;
  readonly settings: Settings;
  readonly cycle: number;
  readonly rev: number;
  readonly started_at: Option<number>;
  readonly ends_at: Option<number>;
  readonly total_ms: Option<number>;
  readonly held_ms: Option<number>;
  readonly continues_at: Option<number>;
  readonly over: boolean;
  readonly rang_at: Option<number>;
  readonly starts_at: Option<number>;
  readonly list: readonly Item[];
  readonly turns: Option<Turns>;
  readonly title: string;
  readonly undo_until: Option<number>;
  readonly by: Option<By>;
  readonly did: string;
};
export declare const UNDO_MS: unknown;
export declare const LONGEST_MS: unknown;
export declare const FALLS_BACK_MS: unknown;
export declare const FARTHEST_START_MS: unknown;
export declare const byTimer: By;
export declare const Running: (a0: number) => Clock;
export declare const or_else: (a0: Option<number>, a1: number) => number;
export declare const is_due: (a0: Option<number>, a1: number) => boolean;
export declare const Held: (a0: number) => Clock;
export type Phase =
  | { readonly tag: "Idle"; readonly value: Option<number> }
  | {
      readonly tag: "Period";
      readonly value: { readonly isWork: boolean; readonly clock: Clock; readonly totalMs: number };
    }
  | {
      readonly tag: "Alarm";
      readonly value: { readonly afterWork: boolean; readonly continuesAt: Option<number> };
    }
  | {
      readonly tag: "LongBreak";
      readonly value: { readonly ringsAt: Option<number>; readonly over: boolean };
    };
export type Core = {
  readonly phase: Phase;
  readonly startedAt: Option<number>;
  readonly rangAt: Option<number>;
  readonly cycle: number;
  readonly settings: Settings;
  readonly list: readonly Item[];
  readonly turns: Option<Turns>;
  readonly title: string;
};
export type Action =
  | { readonly tag: "Press" }
  | { readonly tag: "SetUp"; readonly value: Setup }
  | { readonly tag: "Reset" }
  | { readonly tag: "Skip" }
  | { readonly tag: "Hold" }
  | { readonly tag: "Resume" }
  | { readonly tag: "Extend"; readonly value: number }
  | { readonly tag: "Undo" }
  | { readonly tag: "ChangeList"; readonly value: readonly Item[] }
  | { readonly tag: "ChangeTurns"; readonly value: Option<Turns> }
  | { readonly tag: "Next" }
  | { readonly tag: "Start"; readonly value: Option<number> }
  | { readonly tag: "Entitle"; readonly value: string };
export declare const stateOf: (a0: Phase) => number;
export declare const Idle: (a0: Option<number>) => Phase;
export declare const Period: (a0: {
  readonly isWork: boolean;
  readonly clock: Clock;
  readonly totalMs: number;
}) => Phase;
export declare const Alarm: (a0: {
  readonly afterWork: boolean;
  readonly continuesAt: Option<number>;
}) => Phase;
export declare const LongBreak: (a0: { readonly ringsAt: Option<number>; readonly over: boolean }) => Phase;
export declare const withSetup: (a0: Settings, a1: Setup) => Settings;
export type Room = {
  readonly core: Core;
  readonly rev: number;
  readonly by: Option<By>;
  readonly did: string;
  readonly undo: Option<{ readonly until: number; readonly before: Core }>;
};
export declare const Press: Action;
export declare const SetUp: (a0: Setup) => Action;
export declare const Reset: Action;
export declare const Skip: Action;
export declare const Hold: Action;
export declare const Resume: Action;
export declare const Extend: (a0: number) => Action;
export declare const Undo: Action;
export declare const ChangeList: (a0: readonly Item[]) => Action;
export declare const ChangeTurns: (a0: Option<Turns>) => Action;
export declare const Next: Action;
export declare const Start: (a0: Option<number>) => Action;
export declare const Entitle: (a0: string) => Action;
export type Request = {
  readonly what: Action;
  readonly by: By;
  readonly mayAct: boolean;
  readonly on: Option<number>;
  readonly state: Option<number>;
  readonly until: Option<number>;
};
export type Judgement =
  | { readonly tag: "Refused"; readonly value: string }
  | { readonly tag: "Nothing" }
  | { readonly tag: "Done"; readonly value: { readonly core: Core; readonly did: string } };
export declare const begin: (a0: Core, a1: Phase, a2: number) => Core;
export declare const nearest: (a0: Turns, a1: number) => Option<number>;
export declare const mostDue: (a0: Core) => number;
export declare const nextDue: (a0: Core) => Option<number>;
export declare const restored: (a0: Core, a1: Core) => Core;
export type Answer = { readonly room: Room; readonly code: string };
export declare const Refused: (a0: string) => Judgement;
export declare const Nothing: Judgement;
export declare const Done: (a0: { readonly core: Core; readonly did: string }) => Judgement;
export declare const newRoom: Room;
export declare const toIdle: (a0: Core, a1: number) => Core;
export declare const toPeriod: (a0: Core, a1: boolean, a2: number, a3: number) => Core;
export declare const toLongBreak: (a0: Core, a1: number) => Core;
export declare const passTurn: (a0: Core, a1: number) => Core;
export declare const judgeSetup: (a0: Core, a1: Setup, a2: number) => Judgement;
export declare const judgeHold: (a0: Core, a1: number) => Judgement;
export declare const judgeTurns: (a0: Core, a1: Option<Turns>) => Judgement;
export declare const judgeNext: (a0: Core) => Judgement;
export declare const judgeStart: (a0: Core, a1: Option<number>, a2: number) => Judgement;
export declare const view: (a0: Room, a1: number) => View;
export declare const toWork: (a0: Core, a1: number) => Core;
export declare const toAlarm: (a0: Core, a1: boolean, a2: number) => Core;
export declare const judgeSkip: (a0: Core, a1: number) => Judgement;
export declare const judgeExtend: (a0: Core, a1: number, a2: number) => Judgement;
export declare const answerAlarm: (
  a0: Core,
  a1: boolean,
  a2: number,
) => { readonly core: Core; readonly did: string };
export declare const judgePress: (a0: Core, a1: number) => Judgement;
export declare const dueAt: (a0: Core, a1: number) => Option<Core>;
export declare const judgeResume: (a0: Core, a1: number) => Judgement;
export declare const settle: (a0: Room, a1: number) => Room;
export declare const judge: (a0: Core, a1: Action, a2: number) => Judgement;
export declare const undone: (a0: Room, a1: Core, a2: By, a3: number) => Room;
export declare const act: (a0: Room, a1: Action, a2: By, a3: number) => Answer;
export declare const handle: (a0: Room, a1: Request, a2: number) => Answer;
