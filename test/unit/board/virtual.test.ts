import { describe, expect, it } from "vitest";
import type { BoardEvent } from "../../../src/board/board";
import { makeSession } from "../../../src/board/session";
import { makeVirtualBoard, makeVirtualFinder } from "../../../src/board/virtual";
import { FakeClock } from "../../harness/fakes/fake-clock";

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const STATE = '{"t":"state","s":1,"left":1,"total":1,"held":0}\n';
const OFFLINE = { state: 0, held: false, offline: true };

/** A virtual board without a session: the test reads and writes its lines. */
function rawBoard() {
  const clock = new FakeClock();
  const { board, plugIn } = makeVirtualBoard(clock);
  const link = plugIn();
  let received = "";
  link.start(
    (chunk) => (received += String.fromCharCode(...chunk)),
    () => {},
  );
  const send = (text: string) => {
    void link.write(ascii(text));
    clock.run(5);
  };
  clock.run(5);
  const take = () => {
    const lines = received.split("\n").slice(0, -1);
    received = "";
    return lines;
  };
  return { clock, board, link, send, take, plugIn };
}

describe("the virtual board", () => {
  it("the virtual board sends hello when it starts and after each hello from the host", () => {
    const { send, take } = rawBoard();
    const hello = '{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"virtual","caps":["button","led"]}';
    expect(take()).toEqual([hello]);
    send('{"t":"hello","p":1}\n');
    expect(take()).toEqual([hello]);
  });
  it("the virtual board answers state with ok and shows the state", () => {
    const { board, send, take } = rawBoard();
    take();
    send('{"t":"state","s":1,"left":1500,"total":1500,"held":1,"new":7}\n');
    expect(take()).toEqual(['{"t":"ok","s":1,"left":1500}']);
    expect(board.light.value).toEqual({ state: 1, held: true, offline: false });
  });
  it("the virtual board answers ping with pong", () => {
    const { send, take } = rawBoard();
    take();
    send('{"t":"ping"}\r\n');
    expect(take()).toEqual(['{"t":"pong"}']);
  });
  it("the virtual board answers a too long or unknown line with one err and handles the next line", () => {
    const { send, take } = rawBoard();
    take();
    send(
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
  it("the virtual board accepts a line of 120 bytes and rejects one of 121", () => {
    const { send, take } = rawBoard();
    take();
    const padded = (bytes: number) => '{"t":"ping","x":"'.padEnd(bytes - 3, "x") + '"}\n';
    send(padded(120));
    send(padded(121));
    expect(take()).toEqual(['{"t":"pong"}', '{"t":"err","code":"too-long"}']);
  });
  it("the virtual board counts button events while it is offline, and sends none of them", () => {
    const { clock, board, send, take } = rawBoard();
    board.press();
    board.release();
    clock.run(5);
    send(STATE);
    take();
    board.press();
    clock.run(5);
    expect(take()).toEqual(['{"t":"btn","e":"down","n":3}']);
  });
  it("the virtual board counts button events from 1 at each start and a held button once", () => {
    const { clock, board, link, take, plugIn, send } = rawBoard();
    send(STATE);
    take();
    for (const act of [board.press, board.press, board.release, board.release]) act();
    clock.run(5);
    expect(take()).toEqual(['{"t":"btn","e":"down","n":1}', '{"t":"btn","e":"up","n":2}']);
    void link.close();
    board.press();
    let afterReplug = "";
    const next = plugIn();
    next.start(
      (chunk) => (afterReplug += String.fromCharCode(...chunk)),
      () => {},
    );
    void next.write(ascii(STATE));
    clock.run(5);
    board.press();
    clock.run(5);
    expect(afterReplug).toContain('"e":"down","n":1}');
  });
  it("the virtual board shows offline before the first state and after 6 s without a line", () => {
    const { clock, board, send } = rawBoard();
    expect(board.light.value).toEqual(OFFLINE);
    send('{"t":"state","s":3,"left":1,"total":1,"held":0}\n');
    clock.run(5900);
    send('{"t":"ping"}\n');
    clock.run(5900);
    expect(board.light.value.state).toBe(3);
    clock.run(100);
    expect(board.light.value).toEqual(OFFLINE);
  });
  it("the virtual board sends nothing after the host has closed the link", () => {
    const { clock, board, link, take } = rawBoard();
    take();
    board.press();
    void link.close();
    clock.run(5);
    expect([take(), board.isPluggedIn, board.light.value]).toEqual([[], false, OFFLINE]);
  });
});

describe("a session with the virtual board", () => {
  function connected() {
    const clock = new FakeClock();
    const { board, plugIn } = makeVirtualBoard(clock);
    const events: BoardEvent[] = [];
    const session = makeSession(plugIn(), clock);
    session.start((event) => events.push(event));
    const types = () => events.map((event) => (event.type === "log" ? event.log : event.type));
    return { clock, board, session, types };
  }

  it("a session with the virtual board runs for ten minutes without an incident", () => {
    const { clock, board, session, types } = connected();
    session.show(() => ({ s: 1, left: 1500, total: 1500, held: 0 }));
    clock.run(600_000);
    expect(new Set(types())).toEqual(new Set(["handshake", "identified", "light"]));
    board.press();
    board.release();
    clock.run(5);
    expect(
      types()
        .filter((type) => type !== "light")
        .slice(-2),
    ).toEqual(["down", "up"]);
  });
  it("the virtual board shows offline while the room is out of reach and the right state afterwards", () => {
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

describe("the finder of the virtual board", () => {
  it("the virtual board is found without a picker and is neither owned nor remembered", async () => {
    const finder = makeVirtualFinder(new FakeClock());
    const found = await finder.request();
    expect(found?.key).toBeNull();
    expect(await finder.getGranted()).toEqual([]);
  });
});
