import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { hello, stateLine } from "./lines";
import { Uno } from "./uno";

vi.setConfig({ testTimeout: 60_000 }); // the simulation is slow on a busy machine

const NEWLINE = 10;
const byte = fc.integer({ min: 0, max: 255 });
/** Bytes that occur in JSON lines, so that the scanner gets far before it finds an error. */
const jsonByte = fc.constantFrom(...new TextEncoder().encode('{}[]":,\\u0123456789tfnsehlopingx.-+ \r\n'));
const noise = fc.array(fc.oneof(byte, jsonByte), { maxLength: 400 });

/** A valid line with one byte changed, removed or inserted. */
const damaged = fc
  .tuple(
    fc.constantFrom(stateLine(1), '{"t":"hello","p":1}\n', '{"t":"ping"}\n'),
    fc.nat(60),
    byte,
    fc.constantFrom(0, 1, 2),
  )
  .map(([line, at, value, kind]) => {
    const bytes = [...new TextEncoder().encode(line)];
    const spot = at % bytes.length;
    bytes.splice(spot, kind === 2 ? 0 : 1, ...(kind === 1 ? [] : [value]));
    return [...bytes, NEWLINE];
  });

const isAnswer = (line: string) =>
  line === hello("uno") ||
  line === '{"t":"pong"}' ||
  /^\{"t":"ok","s":[0-5],"left":\d{1,9}\}$/.test(line) ||
  /^\{"t":"err","code":"(too-long|bad-json|bad-state|unknown)"\}$/.test(line);

/** Sends the bytes and expects only complete answers, no button event, and a board that still answers hello. */
function expectNoHarm(uno: Uno, bytes: number[]) {
  uno.send(bytes);
  uno.run(bytes.length * 0.087 + 60);
  for (const line of uno.takeLines()) expect(line).toSatisfy(isAnswer);
  uno.send('\n{"t":"hello","p":1}\n');
  uno.run(60);
  expect(uno.takeLines().at(-1)).toBe(hello("uno"));
}

describe("an Uno with random input", () => {
  const uno = new Uno(); // one for all tests: what remains of a line would show in the next
  uno.run(100);
  uno.takeLines();

  it("random bytes cause no button event, and a hello afterwards is answered", () => {
    fc.assert(
      fc.property(noise, (bytes) => expectNoHarm(uno, bytes)),
      { numRuns: 100 },
    );
  });

  it("damaged lines cause no button event, and a hello afterwards is answered", () => {
    fc.assert(
      fc.property(fc.array(damaged, { maxLength: 6 }), (lines) => expectNoHarm(uno, lines.flat())),
      { numRuns: 60 },
    );
  });

  it("every too long line gets exactly one err", () => {
    fc.assert(
      fc.property(
        fc.array(
          byte.filter((b) => b !== NEWLINE && b !== 13),
          { minLength: 121, maxLength: 400 },
        ),
        (bytes) => {
          uno.send([...bytes, NEWLINE]);
          uno.run(bytes.length * 0.087 + 40);
          expect(uno.takeLines()).toEqual(['{"t":"err","code":"too-long"}']);
        },
      ),
      { numRuns: 30 },
    );
  });
});
