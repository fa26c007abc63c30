/** Two people edit one list at the same time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item } from "../../../party/shared/team";
import { mergeLists } from "../../../src/room/mergeLists";

const item = (id: string, text = id, done = false): Item => ({ id, text, done });
const list = (ids: string): Item[] => [...ids].map((id) => item(id));
const idsOf = (items: readonly Item[]): string => items.map(({ id }) => id).join("");
/** What one person does to a list: each step is an item, and what happens to it. */
const editArbitrary = (newIds: string) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom("add", "remove", "tick", "text", "move"),
      at: fc.nat(9),
      to: fc.nat(9),
      id: fc.constantFrom(...newIds),
    }),
    { maxLength: 6 },
  );
type Edits = { kind: string; at: number; to: number; id: string }[];
function edited(base: readonly Item[], edits: Edits, who: string): Item[] {
  const items = [...base];
  for (const { kind, at, to, id } of edits) {
    const index = items.length === 0 ? 0 : at % items.length;
    const one = items[index];
    if (kind === "add" && !items.some((other) => other.id === id))
      items.splice(at % (items.length + 1), 0, item(id, `${who}: ${id}`));
    if (one === undefined) continue;
    if (kind === "remove") items.splice(index, 1);
    if (kind === "tick") items[index] = { ...one, done: !one.done };
    if (kind === "text") items[index] = { ...one, text: `${who}: ${to}` };
    if (kind === "move") items.splice(to % items.length, 0, ...items.splice(index, 1));
  }
  return items;
}
const three = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(..."abcdef"), { maxLength: 6 }),
    editArbitrary("mno"),
    editArbitrary("xyz"),
  )
  .map(([ids, here, there]) => {
    const base = ids.map((id) => item(id));
    return { base, mine: edited(base, here, "mine"), theirs: edited(base, there, "theirs") };
  });

describe("a list that two people edit at once", () => {
  test.each([
    ["both add one at the end: mine comes last", "ab", "abm", "abx", "abxm"],
    ["both add one at the beginning", "ab", "mab", "xab", "xmab"],
    ["both add one in the middle", "ab", "amb", "axb", "axmb"],
    ["one adds to an empty list, and so does the other", "", "m", "x", "xm"],
    ["one removes, the other adds", "abc", "ac", "abcx", "acx"],
    ["both remove the same", "abc", "ac", "ac", "ac"],
    ["mine is in another order, theirs has more", "abc", "cab", "abcx", "cabx"],
    ["theirs is in another order, mine has more", "abc", "abcm", "cab", "cabm"],
  ])("%s", (_, base, mine, theirs, expected) => {
    expect(idsOf(mergeLists(list(base), list(mine), list(theirs)))).toBe(expected);
  });

  test("one ticks an item while the other changes its text: both count", () => {
    const merged = mergeLists([item("a", "read")], [item("a", "read", true)], [item("a", "read it")]);
    expect(merged).toEqual([item("a", "read it", true)]);
  });

  test("both change the same text: mine counts", () => {
    expect(mergeLists([item("a", "1")], [item("a", "2")], [item("a", "3")])).toEqual([item("a", "2")]);
  });

  test("an item that one removes while the other changes it stays, with the change", () => {
    expect(mergeLists([item("a", "1")], [], [item("a", "2")])).toEqual([item("a", "2")]);
    expect(mergeLists([item("a", "1")], [item("a", "1", true)], [])).toEqual([item("a", "1", true)]);
  });

  test("the merged list loses nothing that one has added or changed, and has each item once", () => {
    fc.assert(
      fc.property(three, ({ base, mine, theirs }) => {
        const merged = mergeLists(base, mine, theirs);
        expect(new Set(merged.map(({ id }) => id)).size).toBe(merged.length);
        for (const side of [mine, theirs]) {
          const other = side === mine ? theirs : mine;
          for (const one of side) {
            const was = base.find(({ id }) => id === one.id);
            const now = merged.find(({ id }) => id === one.id);
            if (was === undefined || one.text !== was.text || one.done !== was.done)
              expect(now).toBeDefined();
            const isAlone = other.find(({ id }) => id === one.id)?.text === was?.text;
            if (isAlone && one.text !== was?.text) expect(now?.text).toBe(one.text);
          }
        }
        for (const { id } of merged) expect([...mine, ...theirs].some((one) => one.id === id)).toBe(true);
      }),
    );
  });

  test("an edit of one alone is what comes out, whoever makes it", () => {
    fc.assert(
      fc.property(three, ({ base, mine }) => {
        expect(mergeLists(base, mine, base)).toEqual(mine);
        expect(mergeLists(base, base, mine)).toEqual(mine);
        expect(mergeLists(base, mine, mine)).toEqual(mine);
      }),
    );
  });

  test("an edit that is merged a second time, because its answer was lost, changes nothing", () => {
    fc.assert(
      fc.property(three, ({ base, mine, theirs }) => {
        const merged = mergeLists(base, mine, theirs);
        expect(mergeLists(base, mine, merged)).toEqual(merged);
      }),
    );
  });
});
