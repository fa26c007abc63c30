/** IP addresses and ranges, as an operator writes them, as workerd names a peer and as an address on the web has them. Pure. */
import { parseList } from "./list";
import type { ParsedList } from "./list";

/** An IPv4 address is read as its IPv6 form (::ffff:a.b.c.d), as a socket that listens on both also names it. */
const IPV4_IN_IPV6 = 0xffffn << 32n;
const BITS = 128;

/** All addresses that share the first `BITS - shift` bits. */
export interface Range {
  readonly shift: bigint;
  readonly first: bigint;
}

/** `TRUST_PROXY`: addresses and ranges separated by commas or white space. */
export const parseRanges = (list: unknown): ParsedList<Range> => parseList(list, parseRange);

/** Reads "10.0.0.7", "10.0.0.0/8", "::1", "fd00::/8"; null for anything else. */
export function parseRange(text: string): Range | null {
  const [, address = "", prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const value = parseAddress(address);
  if (value === null) return null;
  const width = address.includes(":") ? BITS : 32;
  const bits = prefix === undefined ? width : Number(prefix);
  if (bits > width) return null;
  const shift = BigInt(width - bits);
  return { shift, first: value >> shift };
}

/** Whether a peer ("10.0.0.7:50000" or "[::1]:50000", as workerd names it) is in one of the ranges. */
export function isInRanges(ranges: readonly Range[], peer: string): boolean {
  const [, six, four] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(peer) ?? [];
  const value = parseAddress(six ?? four ?? "");
  return value !== null && ranges.some(({ shift, first }) => value >> shift === first);
}

/** The ranges of the IANA registries of special addresses, as far as they are not the public internet's. */
const SPECIAL = parseRanges(`
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24
  192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3
  ::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/9 ff00::/8
`).values;

/** Whether an IP address ("10.0.0.7" or "::1") is one of the public internet. */
export function isPublic(text: string): boolean {
  const value = parseAddress(text);
  return value !== null && !SPECIAL.some(({ shift, first }) => value >> shift === first);
}

/** The address as a number of 128 bits. */
function parseAddress(address: string): bigint | null {
  const four = parseIpv4(address);
  return four === null ? parseIpv6(address) : IPV4_IN_IPV6 | four;
}

function parseIpv4(text: string): bigint | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/.test(text) || text.endsWith(".")) return null;
  const bytes = text.split(".").map(Number);
  return bytes.some((byte) => byte > 255)
    ? null
    : bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function parseIpv6(text: string): bigint | null {
  // The last 32 bits may be written as an IPv4 address.
  const dotted = text.slice(text.lastIndexOf(":") + 1);
  const four = dotted.includes(".") ? parseIpv4(dotted) : 0n;
  if (four === null) return null;
  const plain = dotted.includes(".")
    ? `${text.slice(0, -dotted.length)}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`
    : text;
  const [left = "", right, ...more] = plain.split("::");
  const [head, tail] = [left, right ?? ""].map((half) => (half === "" ? [] : half.split(":")));
  if (head === undefined || tail === undefined || more.length > 0) return null;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
