/** The stories of the page `/simulator`, played without a page. */
import { expect, test } from "vitest";
import { Player } from "../../../src/app/simulator/player";
import { STORY_MS } from "../../../src/app/simulator/story";
import { buildPrograms } from "../../simulation/programs";

const SEEDS = [1, 2, 3, 4, 5];

test("five stories of three minutes break no rule, and every change that was accepted is on the disk", async () => {
  const programs = await buildPrograms();
  for (const seed of SEEDS) {
    const player = new Player(seed, programs);
    player.go(STORY_MS);
    const { violation, accepted, kept, phones, rev } = player.frame;
    expect(violation, `seed ${seed}`).toBeNull();
    expect(accepted).toBeGreaterThan(3);
    expect(kept).toBe(accepted);
    expect(phones.map(({ view }) => view?.rev)).toEqual([rev, rev, rev]);
  }
});

test("going back and forward shows the same again, with what a person has done in between", async () => {
  const player = new Player(1, await buildPrograms());
  player.go(30_000);
  player.do("kill");
  player.do("cut", 1);
  player.go(33_000);
  expect(player.frame).toMatchObject({ isServerUp: false, phones: [{}, { isCut: true }, {}] });
  player.do("start");
  player.do("mend", 1);
  player.do("press", 2);
  player.go(60_000);
  const before = player.frame;
  player.go(10_000);
  expect(player.frame.at).toBe(10_000);
  player.go(60_000);
  expect(player.frame).toEqual(before);
});
