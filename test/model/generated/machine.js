// @ts-nocheck
// Written by `npm run model` from docs/model/machine.qnt, SHA-256 35218ceac7e970c23594a781ac8edfacb2158cc29fec474515b03c19b0d10cca.

const variant = (tag, value) => (value === undefined ? { tag } : { tag, value });
const match = (of, cases) => cases[of.tag](of.value);
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const equal = (a, b) =>
  a === b ||
  (typeof a === "object" &&
    typeof b === "object" &&
    Object.keys(a).length === Object.keys(b).length &&
    Object.keys(a).every((key) => equal(a[key], b[key])));

export const SECOND = 1000;
export const Some = (__SomeParam) => variant("Some", __SomeParam);
export const None = variant("None", undefined);
export const UNDO_MS = 10 * SECOND;
export const LONGEST_MS = 86400 * SECOND;
export const FALLS_BACK_MS = 2 * 3600 * SECOND;
export const FARTHEST_START_MS = 7 * 24 * 3600 * SECOND;
export const byTimer = { name: "", via: "timer" };
export const Running = (__RunningParam) => variant("Running", __RunningParam);
export const or_else = (option, other) => match(option, { Some: (value) => value, None: (_0) => other });
export const is_due = (moment, now) => match(moment, { Some: (at) => at <= now, None: (_0) => false });
export const Held = (__HeldParam) => variant("Held", __HeldParam);
export const stateOf = (phase) =>
  match(phase, {
    Idle: (_0) => 0,
    Period: (period) => (period["isWork"] ? 1 : 3),
    Alarm: (alarm) => (alarm["afterWork"] ? 2 : 4),
    LongBreak: (_0) => 5,
  });
export const Idle = (__IdleParam) => variant("Idle", __IdleParam);
export const Period = (__PeriodParam) => variant("Period", __PeriodParam);
export const Alarm = (__AlarmParam) => variant("Alarm", __AlarmParam);
export const LongBreak = (__LongBreakParam) => variant("LongBreak", __LongBreakParam);
export const withSetup = (settings, setup) => ({
  work_duration: or_else(setup["work_duration"], settings["work_duration"]),
  break_duration: or_else(setup["break_duration"], settings["break_duration"]),
  number_cycles: or_else(setup["number_cycles"], settings["number_cycles"]),
  long_break_duration: or_else(setup["long_break_duration"], settings["long_break_duration"]),
  auto_continue: or_else(setup["auto_continue"], settings["auto_continue"]),
});
export const Press = variant("Press", undefined);
export const SetUp = (__SetUpParam) => variant("SetUp", __SetUpParam);
export const Reset = variant("Reset", undefined);
export const Skip = variant("Skip", undefined);
export const Hold = variant("Hold", undefined);
export const Resume = variant("Resume", undefined);
export const Extend = (__ExtendParam) => variant("Extend", __ExtendParam);
export const Undo = variant("Undo", undefined);
export const ChangeList = (__ChangeListParam) => variant("ChangeList", __ChangeListParam);
export const ChangeTurns = (__ChangeTurnsParam) => variant("ChangeTurns", __ChangeTurnsParam);
export const Next = variant("Next", undefined);
export const Start = (__StartParam) => variant("Start", __StartParam);
export const Entitle = (__EntitleParam) => variant("Entitle", __EntitleParam);
export const begin = (core, phase, at) => ({
  ...{ ...{ ...core, ["phase"]: phase }, ["startedAt"]: Some(at) },
  ["rangAt"]: None,
});
export const nearest = (turns, direction) => {
  const count = turns["names"].length;
  return range(1, count).reduce(
    (found, steps) =>
      match(found, {
        Some: (index) => Some(index),
        None: (_0) => {
          const index = (turns["at"] + direction * steps + count) % count;
          return turns["names"][index]["away"] ? None : Some(index);
        },
      }),
    None,
  );
};
export const mostDue = (core) => 4 * (core["settings"]["number_cycles"] + 1) + 3;
export const nextDue = (core) =>
  match(core["phase"], {
    Idle: (startsAt) => startsAt,
    Period: (period) => match(period["clock"], { Running: (endsAt) => Some(endsAt), Held: (left) => None }),
    Alarm: (alarm) =>
      match(alarm["continuesAt"], {
        Some: (at) => Some(at),
        None: (_0) => Some(or_else(core["startedAt"], 0) + FALLS_BACK_MS),
      }),
    LongBreak: (rest) => rest["ringsAt"],
  });
export const restored = (changed, before) => {
  const isSame =
    equal(stateOf(changed["phase"]), stateOf(before["phase"])) &&
    equal(changed["startedAt"], before["startedAt"]);
  return isSame ? before : { ...before, ["rangAt"]: None };
};
export const Refused = (__RefusedParam) => variant("Refused", __RefusedParam);
export const Nothing = variant("Nothing", undefined);
export const Done = (__DoneParam) => variant("Done", __DoneParam);
export const newRoom = {
  core: {
    phase: Idle(None),
    startedAt: None,
    rangAt: None,
    cycle: 0,
    settings: {
      work_duration: 1500,
      break_duration: 300,
      number_cycles: 3,
      long_break_duration: 0,
      auto_continue: 0,
    },
    list: [],
    turns: None,
    title: "",
  },
  rev: 0,
  by: None,
  did: "",
  undo: None,
};
export const toIdle = (core, at) => ({ ...begin(core, Idle(None), at), ["cycle"]: 0 });
export const toPeriod = (core, isWork, ms, at) =>
  begin(core, Period({ isWork: isWork, clock: Running(at + ms), totalMs: ms }), at);
export const toLongBreak = (core, at) => {
  const ms = core["settings"]["long_break_duration"] * SECOND;
  return {
    ...begin(core, LongBreak({ ringsAt: equal(ms, 0) ? None : Some(at + ms), over: false }), at),
    ["cycle"]: 0,
  };
};
export const passTurn = (core, direction) =>
  match(core["turns"], {
    Some: (turns) =>
      match(nearest(turns, direction), {
        Some: (index) => ({ ...core, ["turns"]: Some({ ...turns, ["at"]: index }) }),
        None: (_0) => core,
      }),
    None: (_0) => core,
  });
export const judgeSetup = (core, setup, now) => {
  const settings = withSetup(core["settings"], setup);
  const isLonger =
    !equal(settings["work_duration"], core["settings"]["work_duration"]) ||
    !equal(settings["break_duration"], core["settings"]["break_duration"]);
  const other = { ...core, ["settings"]: settings };
  const staysIdle = match(core["phase"], {
    Idle: (_0) => true,
    Period: (_0) => false,
    Alarm: (_0) => false,
    LongBreak: (_0) => false,
  });
  return Done({
    core: setup["isNext"] ? other : toIdle(other, now),
    did: isLonger ? "durations-changed" : setup["isNext"] || staysIdle ? "settings-changed" : "reset",
  });
};
export const judgeHold = (core, now) =>
  match(core["phase"], {
    Period: (period) =>
      match(period["clock"], {
        Running: (endsAt) =>
          Done({
            core: { ...core, ["phase"]: Period({ ...period, ["clock"]: Held(endsAt - now) }) },
            did: "held",
          }),
        Held: (left) => Refused("not-now"),
      }),
    Idle: (_0) => Refused("not-now"),
    Alarm: (_0) => Refused("not-now"),
    LongBreak: (_0) => Refused("not-now"),
  });
export const judgeTurns = (core, turns) =>
  equal(turns, None) && equal(core["turns"], None)
    ? Nothing
    : Done({ core: { ...core, ["turns"]: turns }, did: "turns-changed" });
export const judgeNext = (core) =>
  match(core["turns"], {
    None: (_0) => Refused("not-now"),
    Some: (turns) =>
      equal(nearest(turns, 1), None)
        ? Refused("not-now")
        : Done({ core: passTurn(core, 1), did: "turn-passed" }),
  });
export const judgeStart = (core, at, now) =>
  match(core["phase"], {
    Idle: (startsAt) =>
      match(at, {
        None: (_0) =>
          equal(startsAt, None)
            ? Nothing
            : Done({ core: { ...core, ["phase"]: Idle(None) }, did: "start-cleared" }),
        Some: (moment) =>
          moment <= now || moment > now + FARTHEST_START_MS
            ? Refused("bad-message")
            : Done({ core: { ...core, ["phase"]: Idle(at) }, did: "start-set" }),
      }),
    Period: (_0) => Refused("not-now"),
    Alarm: (_0) => Refused("not-now"),
    LongBreak: (_0) => Refused("not-now"),
  });
export const view = (room, now) => {
  const core = room["core"];
  const plain = {
    state: stateOf(core["phase"]),
    settings: core["settings"],
    cycle: core["cycle"],
    rev: room["rev"],
    started_at: core["startedAt"],
    ends_at: None,
    total_ms: None,
    held_ms: None,
    continues_at: None,
    over: false,
    rang_at: core["rangAt"],
    starts_at: None,
    list: core["list"],
    turns: core["turns"],
    title: core["title"],
    undo_until: match(room["undo"], {
      Some: (undo) => (now <= undo["until"] ? Some(undo["until"]) : None),
      None: (_0) => None,
    }),
    by: room["by"],
    did: room["did"],
  };
  return match(core["phase"], {
    Idle: (startsAt) => ({ ...plain, ["starts_at"]: startsAt }),
    Period: (period) => {
      const shown = { ...plain, ["total_ms"]: Some(period["totalMs"]) };
      return match(period["clock"], {
        Running: (endsAt) => ({ ...shown, ["ends_at"]: Some(endsAt) }),
        Held: (left) => ({ ...shown, ["held_ms"]: Some(left) }),
      });
    },
    Alarm: (alarm) => ({ ...plain, ["continues_at"]: alarm["continuesAt"] }),
    LongBreak: (rest) => ({ ...{ ...plain, ["ends_at"]: rest["ringsAt"] }, ["over"]: rest["over"] }),
  });
};
export const toWork = (core, at) => toPeriod(core, true, core["settings"]["work_duration"] * SECOND, at);
export const toAlarm = (core, afterWork, at) => {
  const seconds = core["settings"]["auto_continue"];
  const continuesAt = equal(seconds, 0) ? None : Some(at + seconds * SECOND);
  const alarm = begin(core, Alarm({ afterWork: afterWork, continuesAt: continuesAt }), at);
  return afterWork ? passTurn(alarm, 1) : alarm;
};
export const judgeSkip = (core, now) =>
  match(core["phase"], {
    Period: (period) => Done({ core: toAlarm(core, period["isWork"], now), did: "skipped" }),
    Alarm: (alarm) =>
      !alarm["afterWork"]
        ? Refused("not-now")
        : (() => {
            const cycle = core["cycle"] < core["settings"]["number_cycles"] ? core["cycle"] + 1 : 0;
            return Done({ core: { ...toWork(core, now), ["cycle"]: cycle }, did: "skipped" });
          })(),
    Idle: (_0) => Refused("not-now"),
    LongBreak: (_0) => Refused("not-now"),
  });
export const judgeExtend = (core, seconds, now) => {
  const ms = seconds * SECOND;
  return match(core["phase"], {
    Period: (period) => {
      const left = match(period["clock"], { Running: (endsAt) => endsAt - now, Held: (rest) => rest });
      const clock = match(period["clock"], {
        Running: (endsAt) => Running(endsAt + ms),
        Held: (rest) => Held(rest + ms),
      });
      return left + ms > LONGEST_MS
        ? Refused("bad-message")
        : Done({
            core: {
              ...core,
              ["phase"]: Period({ ...{ ...period, ["clock"]: clock }, ["totalMs"]: period["totalMs"] + ms }),
            },
            did: "extended",
          });
    },
    Alarm: (alarm) => {
      const again = alarm["afterWork"] ? passTurn(core, -1) : core;
      return Done({ core: toPeriod(again, alarm["afterWork"], ms, now), did: "extended" });
    },
    Idle: (_0) => Refused("not-now"),
    LongBreak: (_0) => Refused("not-now"),
  });
};
export const answerAlarm = (core, afterWork, at) =>
  !afterWork
    ? { core: toWork(core, at), did: "work-started" }
    : core["cycle"] < core["settings"]["number_cycles"]
      ? {
          core: {
            ...toPeriod(core, false, core["settings"]["break_duration"] * SECOND, at),
            ["cycle"]: core["cycle"] + 1,
          },
          did: "break-started",
        }
      : { core: toLongBreak(core, at), did: "long-break-started" };
export const judgePress = (core, now) =>
  match(core["phase"], {
    Idle: (startsAt) => Done({ core: toWork(core, now), did: "work-started" }),
    Period: (period) =>
      match(period["clock"], {
        Running: (endsAt) => Nothing,
        Held: (left) =>
          Done({
            core: { ...core, ["phase"]: Period({ ...period, ["clock"]: Running(now + left) }) },
            did: "resumed",
          }),
      }),
    Alarm: (alarm) => Done(answerAlarm(core, alarm["afterWork"], now)),
    LongBreak: (rest) => Done({ core: toIdle(core, now), did: "set-finished" }),
  });
export const dueAt = (core, now) =>
  match(core["phase"], {
    Idle: (startsAt) =>
      is_due(startsAt, now)
        ? (() => {
            const at = or_else(startsAt, now);
            return Some({ ...toWork(core, at), ["rangAt"]: Some(at) });
          })()
        : None,
    Period: (period) =>
      match(period["clock"], {
        Running: (endsAt) =>
          endsAt <= now
            ? Some({ ...toAlarm(core, period["isWork"], endsAt), ["rangAt"]: Some(endsAt) })
            : None,
        Held: (left) => None,
      }),
    Alarm: (alarm) => {
      const fallsBackAt = or_else(core["startedAt"], now) + FALLS_BACK_MS;
      return is_due(alarm["continuesAt"], now)
        ? Some(answerAlarm(core, alarm["afterWork"], or_else(alarm["continuesAt"], now))["core"])
        : fallsBackAt <= now
          ? Some(toIdle(core, fallsBackAt))
          : None;
    },
    LongBreak: (rest) =>
      is_due(rest["ringsAt"], now)
        ? Some({
            ...{ ...core, ["phase"]: LongBreak({ ringsAt: None, over: true }) },
            ["rangAt"]: rest["ringsAt"],
          })
        : None,
  });
export const judgeResume = (core, now) =>
  match(core["phase"], {
    Period: (period) =>
      match(period["clock"], {
        Running: (endsAt) => Refused("not-now"),
        Held: (left) => judgePress(core, now),
      }),
    Idle: (_0) => Refused("not-now"),
    Alarm: (_0) => Refused("not-now"),
    LongBreak: (_0) => Refused("not-now"),
  });
export const settle = (room, now) =>
  range(0, mostDue(room["core"])).reduce(
    (before, _1) =>
      match(dueAt(before["core"], now), {
        Some: (core) => ({ core: core, rev: before["rev"] + 1, by: Some(byTimer), did: "", undo: None }),
        None: (_0) => before,
      }),
    room,
  );
export const judge = (core, what, now) =>
  match(what, {
    Press: (_0) => judgePress(core, now),
    SetUp: (setup) => judgeSetup(core, setup, now),
    Reset: (_0) =>
      match(core["phase"], {
        Idle: (_0) => Refused("not-now"),
        Period: (_0) => Done({ core: toIdle(core, now), did: "reset" }),
        Alarm: (_0) => Done({ core: toIdle(core, now), did: "reset" }),
        LongBreak: (_0) => Done({ core: toIdle(core, now), did: "reset" }),
      }),
    Skip: (_0) => judgeSkip(core, now),
    Hold: (_0) => judgeHold(core, now),
    Resume: (_0) => judgeResume(core, now),
    Extend: (seconds) => judgeExtend(core, seconds, now),
    Undo: (_0) => Refused("no-undo"),
    ChangeList: (items) =>
      equal(items.length, 0) && equal(core["list"].length, 0)
        ? Nothing
        : Done({ core: { ...core, ["list"]: items }, did: "list-changed" }),
    ChangeTurns: (turns) => judgeTurns(core, turns),
    Next: (_0) => judgeNext(core),
    Start: (at) => judgeStart(core, at, now),
    Entitle: (title) =>
      equal(title, core["title"])
        ? Nothing
        : Done({ core: { ...core, ["title"]: title }, did: "title-changed" }),
  });
export const undone = (room, before, by, now) => {
  const core = restored(room["core"], before);
  const settled = settle({ ...room, ["core"]: core }, now)["core"];
  return { core: settled, rev: room["rev"] + 1, by: Some(by), did: "undone", undo: None };
};
export const act = (room, what, by, now) =>
  equal(what, Undo)
    ? match(room["undo"], {
        Some: (undo) =>
          now <= undo["until"]
            ? { room: undone(room, undo["before"], by, now), code: "" }
            : { room: room, code: "no-undo" },
        None: (_0) => ({ room: room, code: "no-undo" }),
      })
    : match(judge(room["core"], what, now), {
        Refused: (code) => ({ room: room, code: code }),
        Nothing: (_0) => ({ room: room, code: "" }),
        Done: (done) => ({
          room: {
            core: done["core"],
            rev: room["rev"] + 1,
            by: Some(by),
            did: done["did"],
            undo: Some({ until: now + UNDO_MS, before: room["core"] }),
          },
          code: "",
        }),
      });
export const handle = (room, request, now) =>
  !request["mayAct"]
    ? { room: room, code: "not-allowed" }
    : (() => {
        const settled = settle(room, now);
        const isSeen =
          equal(or_else(request["on"], settled["rev"]), settled["rev"]) &&
          equal(
            or_else(request["state"], stateOf(settled["core"]["phase"])),
            stateOf(settled["core"]["phase"]),
          );
        return or_else(request["until"], now) < now || !isSeen
          ? { room: settled, code: "stale" }
          : act(settled, request["what"], request["by"], now);
      })();
