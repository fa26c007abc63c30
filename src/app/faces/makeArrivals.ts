/** Who has come into the room and who has gone, told one by one: people with a name, in a small group. */
import type { PersonListed } from "../../../party/shared/serverMessages";

type Person = Pick<PersonListed, "id" | "name">;
export interface Arrival {
  readonly kind: "joined" | "left";
  readonly name: string;
}

/** Nothing is told in a room with more people than this, such as a class. */
export const MAX_GROUP = 8;
/** Who is back within this time, as after a reload, was not gone, in ms. */
export const AWAY_MS = 5000;

export interface Arrivals {
  /** The people in the room now; null while the page has no connection. `me`: the id of this page. */
  readonly update: (people: readonly Person[] | null, me: string | null) => void;
  readonly stop: () => void;
}

export function makeArrivals(tell: (arrival: Arrival) => void): Arrivals {
  /** By id; null: the next list is the first one, and nobody in it has just come. */
  let known: ReadonlyMap<string, string | null> | null = null;
  /** Those who are missing, by name. */
  const missing = new Map<string, ReturnType<typeof setTimeout>>();
  function cancel(name: string): boolean {
    clearTimeout(missing.get(name));
    return missing.delete(name);
  }
  const stop = (): void => [...missing.keys()].forEach(cancel);
  return {
    update(people, me) {
      const before = known;
      known = people && new Map(people.map(({ id, name }) => [id, name]));
      const size = Math.max(people?.length ?? 0, before?.size ?? 0);
      if (people === null || before === null || size > MAX_GROUP) return stop();
      for (const { id, name } of people) {
        if (name === null || before.has(id) || id === me || cancel(name)) continue;
        tell({ kind: "joined", name });
      }
      for (const [id, name] of before) {
        if (name === null || id === me || people.some((one) => one.id === id || one.name === name)) continue;
        cancel(name);
        const timer = setTimeout(() => {
          missing.delete(name);
          tell({ kind: "left", name });
        }, AWAY_MS);
        missing.set(name, timer);
      }
    },
    stop,
  };
}
