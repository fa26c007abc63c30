/** The model that was written from docs/protocol.md, the runs that Quint makes of it, the code and the real room agree. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SeededRandom } from "../harness/random";
import { T0 } from "../unit/shared/helpers";
import * as machine from "./generated/machine";
import type { Room } from "./generated/machine";
import packed from "./generated/traces.json";
import { liveInLockstep } from "./lockstep";
import { fieldsThatDiffer } from "./machines";
import { digestOf } from "./quint";
import { RealRoom } from "./real-room";
import { unpackTrace } from "./traces";
import type { Step } from "./traces";
import { toChange, viewToMessage } from "./wire";

vi.setConfig({ testTimeout: 60_000 });

const traces = (packed as unknown as Parameters<typeof unpackTrace>[0][]).map(unpackTrace);

test("the generated files are those of the specification", () => {
  const generated = readFileSync(new URL("generated/machine.js", import.meta.url), "utf8");
  expect(generated, "run npm run model").toContain(digestOf("machine"));
});

test("the machine that is translated to JavaScript gives what Quint's own simulator gives", () => {
  for (const [nth, trace] of traces.entries()) {
    let room: Room = machine.newRoom;
    for (const [i, { happened, code, now, shown }] of trace.entries()) {
      const answer =
        happened.tag === "Passed"
          ? { room: machine.settle(room, now), code: "" }
          : machine.handle(room, happened.value, now);
      room = answer.room;
      expect([answer.code, machine.view(room, now)], `trace ${nth}, step ${i}`).toEqual([code, shown]);
    }
  }
});

test("the model and the machine of the code do the same in 40 random lives of 200 steps", () => {
  let accepted = 0;
  for (let seed = 0; seed < 40; seed++) {
    expect(() => (accepted += liveInLockstep(new SeededRandom(seed), 200)), `seed ${seed}`).not.toThrow();
  }
  expect(accepted).toBeGreaterThan(1000); // enough for the test to mean something
});

describe("the real room", () => {
  beforeEach(() => void vi.useFakeTimers({ now: T0 }));
  afterEach(() => void vi.useRealTimers());

  test("the real room gives the answers and the room messages of every trace that Quint has made", async () => {
    const differences: string[] = [];
    for (const [nth, trace] of traces.entries()) {
      const difference = await replay(trace);
      if (difference !== null) differences.push(`trace ${nth}, ${difference}`);
    }
    expect(differences).toEqual([]);
    expect(traces.flat().length).toBeGreaterThan(500);
  });
});

/** Replays a trace on a real room. Returns the first difference, or null. */
async function replay(trace: readonly Step[]): Promise<string | null> {
  vi.setSystemTime(trace[0]?.now ?? T0);
  const room = await RealRoom.open();
  for (const [i, { happened, code, now, shown }] of trace.entries()) {
    let given = "";
    if (happened.tag === "Passed") await room.party.pass(happened.value);
    else {
      const { by, mayAct } = happened.value;
      const answer = await room.ask({ ...toChange(happened.value), id: `${i}` }, by.name, mayAct);
      given = answer.type === "error" ? String(answer["code"]) : "";
    }
    const found = fieldsThatDiffer(
      { ...(await room.look()), code: given },
      { ...viewToMessage(shown, now), code },
    );
    if (found.length > 0) return `step ${i}, ${JSON.stringify(happened)}: ${found.join(", ")}`;
  }
  return null;
}
