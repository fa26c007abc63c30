/** Addresses and ranges, compared with what Node reads. */
import fc from "fast-check";
import { BlockList, isIP, isIPv4 } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { isInRanges, parseRange, parseRanges } from "../../../party/shared/addresses";

/** The property tests run long on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

/** Whether the peer is in the range as written. Throws where it is not a range. */
function covers(range: string, peer: string): boolean {
  const parsed = parseRange(range);
  if (parsed === null) throw new Error(`not a range: ${range}`);
  return isInRanges([parsed], peer);
}

describe("isInRanges", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1:59456"],
    ["127.0.0.1", "[::ffff:127.0.0.1]:52804"], // as a socket that listens on IPv4 and IPv6 names it
    ["127.0.0.1", "[::ffff:7f00:1]:52804"],
    ["::ffff:127.0.0.1", "127.0.0.1:59456"],
    ["::1", "[::1]:51658"],
    ["0:0:0:0:0:0:0:1", "[::1]:51658"],
    ["10.0.0.0/8", "10.255.0.7:1"],
    ["10.1.2.3/8", "10.255.0.7:1"], // the bits after the prefix do not count
    ["0.0.0.0/0", "203.0.113.9:1"],
    ["::/0", "203.0.113.9:1"],
    ["fd00::/8", "[fdff::9]:1"],
    ["2001:DB8::1", "[2001:db8:0:0::1]:1"],
  ])("the range %s covers the peer %s", (range, peer) => expect(covers(range, peer)).toBe(true));

  test.each([
    ["127.0.0.1", "127.0.0.2:59456"],
    ["127.0.0.1", "[::1]:51658"],
    ["10.0.0.0/8", "11.0.0.1:1"],
    ["10.0.0.0/31", "10.0.0.2:1"],
    ["0.0.0.0/0", "[2001:db8::1]:1"],
    ["fd00::/8", "[fe00::1]:1"],
    ["127.0.0.1", ""],
    ["127.0.0.1", "unix:/run/x"],
    ["127.0.0.1", "127.0.0.1, 10.0.0.1"],
    ["::1", "[::1"],
    ["::", ""],
    ["0.0.0.0", "0"],
  ])("the range %s does not cover the peer %j", (range, peer) => expect(covers(range, peer)).toBe(false));

  test("an empty list of ranges covers nobody", () => expect(isInRanges([], "127.0.0.1:1")).toBe(false));
});

describe("parseRange", () => {
  test.each([
    "",
    "localhost",
    "127.0.0",
    "127.0.0.1.",
    "127.0.0.256",
    "127.0.0.01",
    "0x7f.0.0.1",
    "2130706433",
    "127.0.0.1/33",
    "127.0.0.1/",
    "127.0.0.1/-1",
    "127.0.0.1/8/8",
    "127.0.0.1:80",
    "[::1]",
    "::1/129",
    ":::",
    "::1::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "::12345",
    "::g",
    "fe80::1%eth0",
    "*",
  ])("%j is not a range", (text) => expect(parseRange(text)).toBeNull());

  const [v4, v6] = [fc.ipV4(), fc.ipV6()];
  test("an address is a range exactly where Node reads it as an address", () => {
    const text = fc.oneof(v4, v6, fc.stringMatching(/^[0-9a-f:.]{0,20}$/));
    fc.assert(
      fc.property(text, (address) => {
        expect(parseRange(address) !== null).toBe(isIP(address) !== 0);
      }),
      { numRuns: 2000 },
    );
  });

  test("a range covers exactly the peers that Node says it covers", () => {
    const pair = fc.oneof(
      fc.tuple(v4, v4, fc.nat(32), fc.nat(32)),
      fc.tuple(v6, v6, fc.nat(128), fc.nat(128)),
    );
    fc.assert(
      fc.property(pair, ([address, other, bits, kept]) => {
        const family = isIPv4(address) ? "ipv4" : "ipv6";
        const peer = mixed(address, other, kept);
        const node = new BlockList();
        node.addSubnet(address, bits, family);
        const named = family === "ipv4" ? `${peer}:80` : `[${peer}]:80`;
        expect(covers(`${address}/${bits}`, named)).toBe(node.check(peer, family));
      }),
      { numRuns: 2000 },
    );
  });
});

test("a list of ranges reports the items that are not ranges", () => {
  const { values, invalid } = parseRanges("127.0.0.1, localhost\n10.0.0.0/8 10.0.0.0/33");
  expect(values).toEqual([parseRange("127.0.0.1"), parseRange("10.0.0.0/8")]);
  expect(invalid).toEqual(["localhost", "10.0.0.0/33"]);
});

/** The first bits of one address and the rest of another of its kind, so that near ones are met often. */
function mixed(address: string, other: string, kept: number): string {
  const [width, group, radix] = isIPv4(address) ? [32, 8, 10] : [128, 16, 16];
  const bits = (text: string): string => {
    const value = parseRange(text)?.first ?? 0n;
    return value.toString(2).padStart(128, "0").slice(-width);
  };
  const all = bits(address).slice(0, kept) + bits(other).slice(kept);
  const groups = Array.from({ length: width / group }, (_, i) =>
    Number.parseInt(all.slice(i * group, (i + 1) * group), 2).toString(radix),
  );
  return groups.join(radix === 10 ? "." : ":");
}
