import { beforeEach, describe, expect, it, vi } from "vitest";
import { hello, stateLine } from "./lines";
import type { Trace } from "./light-meter";
import { Uno } from "./uno";

vi.setConfig({ testTimeout: 60_000 }); // the simulation is slow on a busy machine

const PING = '{"t":"ping"}\n';
const PONG = '{"t":"pong"}';

let uno: Uno;

/** Expects one flash of 60 ms a second on every light. */
function expectOffline(seconds: number) {
  const { red, green, blue, mono } = uno.watch(seconds * 1000);
  for (const trace of [red, green, blue, mono]) {
    const whole = trace.highs.slice(1, -1);
    expect(whole.length).toBeGreaterThanOrEqual(seconds - 2);
    for (const { from, to } of whole) expect(Math.abs(to - from - 60)).toBeLessThan(2.1);
    whole
      .slice(1)
      .forEach(({ from }, i) => expect(Math.abs(from - (whole[i]?.from ?? NaN) - 1000)).toBeLessThan(2.1));
  }
}

beforeEach(() => {
  uno = new Uno();
  uno.run(50);
  uno.takeLines();
});

describe("an Uno without a host", () => {
  it("an Uno shows offline from its start: one white flash of 60 ms a second", () => {
    expectOffline(4);
  });

  it("an Uno shows offline before the first state, even if the host has sent hello", () => {
    uno.send('{"t":"hello","p":1}\n');
    uno.run(50);
    expectOffline(3);
  });

  it("an Uno shows the state for 6 s after the last line, and then offline", () => {
    uno.send(stateLine(1));
    uno.runUntil(() => uno.takeLines().length > 0, 30);
    const { red, green } = uno.watch(8000);
    const end = red.highs[0]?.to ?? NaN;
    expect(green.highs[0]?.from).toBeGreaterThan(5980); // the first white flash
    expect(end).toBeGreaterThan(6020);
    expect(end).toBeLessThan(6070);
    expectOffline(4);
  });

  it("an Uno that gets only pings stays online", () => {
    uno.send(stateLine(1));
    uno.run(50);
    for (let i = 0; i < 3; i++) {
      const { red, blue } = uno.watch(4000);
      expect([red.duty, blue.duty]).toEqual([1, 0]);
      uno.send(PING);
      uno.run(20);
    }
  });

  it("an Uno that gets only noise goes offline", () => {
    uno.send(stateLine(1));
    uno.run(20);
    for (let i = 0; i < 7; i++) {
      uno.send('garbage\n{"t":"what"}\n');
      uno.run(1000);
    }
    expectOffline(3);
  });

  it("an Uno shows a new state at once when the host is back", () => {
    uno.send(stateLine(1));
    uno.run(7000);
    uno.takeLines();
    uno.send(stateLine(5));
    uno.run(20);
    expect(uno.takeLines()).toEqual(['{"t":"ok","s":5,"left":1500}']);
    const { red, green, blue } = uno.watch(1500);
    expect([red.duty, green.duty, blue.duty]).toEqual([0, 0, 1]);
  });

  it("an Uno shows its last state again after a late ping", () => {
    uno.send(stateLine(3));
    uno.run(8000);
    uno.takeLines();
    uno.send(PING);
    uno.run(20);
    expect(uno.takeLines()).toEqual([PONG]);
    expect(uno.watch(1000).green.duty).toBe(1);
  });

  it("an Uno that shows offline counts the events of its button and sends none, before a host and after it", () => {
    const tap = () => {
      uno.button(true);
      uno.run(50);
      uno.button(false);
      uno.run(50);
    };
    tap();
    uno.send(stateLine(1));
    uno.run(50);
    expect(uno.takeLines()).toEqual(['{"t":"ok","s":1,"left":1500}']);
    tap();
    uno.run(6100);
    tap();
    expect(uno.takeLines()).toEqual(['{"t":"btn","e":"down","n":3}', '{"t":"btn","e":"up","n":4}']);
    uno.send(PING);
    uno.run(50);
    uno.button(true);
    uno.run(50);
    expect(uno.takeLines()).toEqual([PONG, '{"t":"btn","e":"down","n":7}']);
  });
});

describe("an Uno after 49 days, 17 hours, 2 minutes and 37 seconds, when millis() overflows", () => {
  const WRAP = 2 ** 32;

  it("the rhythm of an alarm stays correct from 10 s before the overflow of millis() to 20 s after it", () => {
    const highs: Trace["highs"] = [];
    uno.setMillis(WRAP - 10_000);
    uno.send(stateLine(2));
    uno.runUntil(() => uno.takeLines().length > 0, 30);
    expect(uno.millis).toBeGreaterThan(WRAP - 10_000);
    const start = uno.ms;
    while (uno.ms < start + 30_000) {
      const base = uno.ms - start;
      highs.push(...uno.watch(1250).red.highs.map(({ from, to }) => ({ from: from + base, to: to + base })));
      uno.send(PING);
    }
    expect(uno.millis).toBeLessThan(21_000);
    const joined = highs.reduce<Trace["highs"]>((all, high) => {
      const last = all.at(-1);
      if (last && high.from - last.to < 0.01)
        last.to = high.to; // one on time that the end of a window has cut
      else all.push({ ...high });
      return all;
    }, []);
    expect(joined.length).toBeGreaterThanOrEqual(30);
    joined.slice(1, -1).forEach(({ from, to }, i) => {
      expect(Math.abs(to - from - 500)).toBeLessThan(2.1);
      expect(Math.abs(from - (i + 1) * 1000)).toBeLessThan(12);
    });
  });

  it("debouncing works before, at and after the overflow of millis()", () => {
    const lines: string[] = [];
    const press = (ms: number) => {
      uno.send(PING);
      uno.runUntil(() => uno.takeLines().length > 0, 30);
      uno.button(true);
      uno.run(5);
      uno.button(false);
      uno.run(3);
      uno.button(true);
      uno.run(ms);
      uno.button(false);
      uno.run(60);
      lines.push(...uno.takeLines());
    };
    uno.setMillis(WRAP - 10_000);
    press(100);
    uno.setMillis(WRAP - 20); // the contact closes before the overflow and counts after it
    press(100);
    expect(uno.millis).toBeLessThan(1000);
    uno.run(5000);
    press(100);
    expect(lines).toEqual(
      [1, 3, 5].flatMap((n) => [`{"t":"btn","e":"down","n":${n}}`, `{"t":"btn","e":"up","n":${n + 1}}`]),
    );
  });

  it("the 6 s of silence are measured across the overflow of millis(), and a new state is shown at once", () => {
    uno.setMillis(WRAP - 3000);
    uno.send(stateLine(1));
    uno.runUntil(() => uno.takeLines().length > 0, 30);
    const { red, green } = uno.watch(7000);
    expect(red.highs[0]).toMatchObject({ from: 0 });
    expect(green.highs[0]?.from).toBeGreaterThan(5980);
    expect(green.highs[0]?.from).toBeLessThan(6030);
    expectOffline(4);
    uno.send('{"t":"hello","p":1}\n');
    uno.run(30);
    expect(uno.takeLines()).toEqual([hello("uno")]);
    uno.send(stateLine(4));
    uno.run(30);
    expect(uno.watch(400).green.duty).toBe(1);
  });

  it("an Uno stays offline for weeks of silence, although millis() then repeats its value of the last line", () => {
    uno.send(stateLine(1));
    uno.run(20);
    const receivedAt = uno.millis;
    uno.run(7000);
    uno.setMillis(receivedAt + 100); // as after 2^32 ms: the counter has the same value again
    expectOffline(3);
  });
});
