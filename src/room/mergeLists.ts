/** Merges two edits of the same list, item by item. PURE. */
import type { Item } from "../../party/shared/team";

const isSame = (a: Item, b: Item): boolean => a.text === b.text && a.done === b.done;
export const areSameLists = (a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, i) => item.id === b[i]?.id && isSame(item, b[i]));

/**
 * `base`: the list that `mine` and `theirs` were made from. Whatever one of them has added or changed is in the result;
 * where both have changed the same, mine counts. An item that one has removed stays only if the other has changed it.
 * The order is theirs, unless mine has other places for the items that were there.
 */
export function mergeLists(base: readonly Item[], mine: readonly Item[], theirs: readonly Item[]): Item[] {
  const [before, own, other] = [base, mine, theirs].map((list) => new Map(list.map((one) => [one.id, one])));
  function merged(id: string): Item | null {
    const [was, here, there] = [before?.get(id), own?.get(id), other?.get(id)];
    if (here !== undefined && there !== undefined) {
      return {
        id,
        text: here.text === was?.text ? there.text : here.text,
        done: here.done === was?.done ? there.done : here.done,
      };
    }
    const only = here ?? there ?? null;
    return only !== null && was !== undefined && isSame(only, was) ? null : only;
  }
  const isMoved = orderOf(base, own).join() !== orderOf(mine, before).join();
  const [first, second] = isMoved ? [mine, theirs] : [theirs, mine];
  const result = first.flatMap(({ id }) => merged(id) ?? []);
  // Each item that only the second list has stands before the same one as there, or at the end.
  let place = result.length;
  for (const { id } of [...second].reverse()) {
    const index = result.findIndex((one) => one.id === id);
    const item = index < 0 ? merged(id) : null;
    if (index >= 0) place = index;
    else if (item !== null) result.splice(place, 0, item);
  }
  return result;
}

/** The ids of a list that another list has, too. Ids have no comma. */
const orderOf = (list: readonly Item[], inOther: ReadonlyMap<string, Item> | undefined): string[] =>
  list.flatMap(({ id }) => (inOther?.has(id) === true ? [id] : []));
