import { describe, expect, it } from "vitest";
import type { BoardEvent } from "../../../src/board/board";
import { makeSession } from "../../../src/board/session";
import { makeVirtualBoard, makeVirtualFinder } from "../../../src/board/virtual";
import { FakeClock } from "../../harness/fakes/fake-clock";

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const OFFLINE = { state: 0, held: false, offline: true };

/** The board's bare wire. */
function bare() {
  const clock = new FakeClock();
  const { board, plugIn } = makeVirtualBoard(clock);
  const link = plugIn();
  let heard = "";
  link.start(
    (chunk) => (heard += String.fromCharCode(...chunk)),
    () => {},
  );
  const tell = (text: string) => {
    void link.write(ascii(text));
    clock.run(5);
  };
  clock.run(5);
  const take = () => {
    const lines = heard.split("\n").slice(0, -1);
    heard = "";
    return lines;
  };
  return { clock, board, link, tell, take, plugIn };
}

describe("the virtual board", () => {
  it("says hello when it starts and whenever it is asked", () => {
    const { tell, take } = bare();
    const hello = '{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"virtual","caps":["button","led"]}';
    expect(take()).toEqual([hello]);
    tell('{"t":"hello","p":1}\n');
    expect(take()).toEqual([hello]);
  });
  it("answers state with ok, and shows it", () => {
    const { board, tell, take } = bare();
    take();
    tell('{"t":"state","s":1,"left":1500,"total":1500,"held":1,"new":7}\n');
    expect(take()).toEqual(['{"t":"ok","s":1,"left":1500}']);
    expect(board.light.value).toEqual({ state: 1, held: true, offline: false });
  });
  it("answers ping with pong", () => {
    const { tell, take } = bare();
    take();
    tell('{"t":"ping"}\r\n');
    expect(take()).toEqual(['{"t":"pong"}']);
  });
  it("answers an over-long or unknown line with one err, and goes on", () => {
    const { tell, take } = bare();
    take();
    tell(
      "x".repeat(500) +
        '\n{"t":"dance"}\nnonsense\n{"t":"state","s":9,"left":1,"total":1,"held":0}\n{"t":"ping"}\n',
    );
    expect(take()).toEqual([
      '{"t":"err","code":"too-long"}',
      '{"t":"err","code":"unknown"}',
      '{"t":"err","code":"unknown"}',
      '{"t":"err","code":"unknown"}',
      '{"t":"pong"}',
    ]);
  });
  it("takes a line of 120 bytes and not one of 121", () => {
    const { tell, take } = bare();
    take();
    const padded = (bytes: number) => '{"t":"ping","x":"'.padEnd(bytes - 3, "x") + '"}\n';
    tell(padded(120));
    tell(padded(121));
    expect(take()).toEqual(['{"t":"pong"}', '{"t":"err","code":"too-long"}']);
  });
  it("counts its button from 1 at each start, and a held finger once", () => {
    const { clock, board, link, take, plugIn } = bare();
    take();
    for (const touch of [board.press, board.press, board.release, board.release]) touch();
    clock.run(5);
    expect(take()).toEqual(['{"t":"btn","e":"down","n":1}', '{"t":"btn","e":"up","n":2}']);
    void link.close();
    board.press();
    let again = "";
    plugIn().start(
      (chunk) => (again += String.fromCharCode(...chunk)),
      () => {},
    );
    board.press();
    clock.run(5);
    expect(again).toContain('"e":"down","n":1}');
  });
  it("shows offline before the first state and after 6 s without a line", () => {
    const { clock, board, tell } = bare();
    expect(board.light.value).toEqual(OFFLINE);
    tell('{"t":"state","s":3,"left":1,"total":1,"held":0}\n');
    clock.run(5900);
    tell('{"t":"ping"}\n');
    clock.run(5900);
    expect(board.light.value.state).toBe(3);
    clock.run(100);
    expect(board.light.value).toEqual(OFFLINE);
  });
  it("says nothing to a host that has left", () => {
    const { clock, board, link, take } = bare();
    take();
    board.press();
    void link.close();
    clock.run(5);
    expect([take(), board.plugged, board.light.value]).toEqual([[], false, OFFLINE]);
  });
});

describe("a session with it", () => {
  function connected() {
    const clock = new FakeClock();
    const { board, plugIn } = makeVirtualBoard(clock);
    const events: BoardEvent[] = [];
    const session = makeSession(plugIn(), clock);
    session.start((event) => events.push(event));
    const types = () => events.map((event) => (event.type === "log" ? event.log : event.type));
    return { clock, board, session, types };
  }

  it("cannot tell it from a real one, for ten minutes", () => {
    const { clock, board, session, types } = connected();
    session.show(() => ({ s: 1, left: 1500, total: 1500, held: 0 }));
    clock.run(600_000);
    expect(new Set(types())).toEqual(new Set(["asking", "identified", "light"]));
    board.press();
    board.release();
    clock.run(5);
    expect(
      types()
        .filter((type) => type !== "light")
        .slice(-2),
    ).toEqual(["down", "up"]);
  });
  it("leaves its light offline when the room is out of reach, and true again after", () => {
    const { clock, board, session } = connected();
    session.show(() => ({ s: 1, left: 1500, total: 1500, held: 0 }));
    clock.run(3000);
    session.show(null);
    clock.run(6010);
    expect(board.light.value).toEqual(OFFLINE);
    session.show(() => ({ s: 2, left: 0, total: 0, held: 0 }));
    clock.run(10);
    expect(board.light.value).toEqual({ state: 2, held: false, offline: false });
  });
});

describe("finding it", () => {
  it("needs no picker, nothing to own and nothing to remember", async () => {
    const finder = makeVirtualFinder(new FakeClock());
    const found = await finder.request();
    expect(found?.key).toBeNull();
    expect(await finder.granted()).toEqual([]);
  });
});
