/** What people do with the turns. Whoever has the turn keeps it. PURE. */
import { nextAt } from "../../../party/shared/team";
import type { TurnName, Turns } from "../../../party/shared/team";

const EMPTY: Turns = { names: [], at: 0 };

/** The same turns in another order: `order` are indexes. */
function reordered({ names, at }: Turns, order: readonly number[]): Turns {
  return { names: order.flatMap((i) => names[i] ?? []), at: Math.max(0, order.indexOf(at)) };
}
const indexesOf = ({ names }: Turns): number[] => names.map((_, i) => i);

export const addNames = (turns: Turns | null, added: readonly string[]): Turns => {
  const { names, at } = turns ?? EMPTY;
  const known = new Set(names.map(({ name }) => name));
  const more = [...new Set(added)].filter((name) => !known.has(name));
  return { names: [...names, ...more.map((name) => ({ name, away: false }))], at };
};

/** A person who is removed during their turn gives it to the next one who is not away. */
export function removeName(turns: Turns, name: string): Turns {
  const index = turns.names.findIndex((one) => one.name === name);
  if (index < 0) return turns;
  const names = turns.names.filter((_, i) => i !== index);
  const heir = index === turns.at ? nextAt(turns, 1) : turns.at;
  const at = index < heir ? heir - 1 : heir;
  return { names, at: at >= names.length ? 0 : at };
}

export const replaceName = (turns: Turns, name: string, change: Partial<TurnName>): Turns => ({
  ...turns,
  names: turns.names.map((one) => (one.name === name ? { ...one, ...change } : one)),
});

/** Moves the name to another place. */
export function moveName(turns: Turns, name: string, to: number): Turns {
  const from = turns.names.findIndex((one) => one.name === name);
  if (from < 0) return turns;
  const order = indexesOf(turns).filter((i) => i !== from);
  order.splice(to, 0, from);
  return reordered(turns, order);
}

/** `random`: from 0 to below 1. */
export function shuffle(turns: Turns, random: () => number): Turns {
  const order = indexesOf(turns);
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other] ?? 0, order[i] ?? 0];
  }
  return reordered(turns, order);
}

/** The items or names in another order, as a list. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, i) => i !== from);
  rest.splice(to, 0, ...all.slice(from, from + 1));
  return rest;
}
