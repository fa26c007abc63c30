/** Moves a player along with the time of the page, and gives its frames as a signal. */
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Programs } from "../../simulation/world";
import { Player } from "./player";
import type { Frame } from "./player";
import { STORY_MS } from "./story";
import type { DeedKind } from "./story";

const FIRST_SEED = 1;
/** Where a page begins: everyone has arrived. */
const FIRST_MS = 5000;
/** After the page was hidden, time does not jump by more than this, in ms. */
const LONGEST_STEP_MS = 100;

export interface Playback {
  readonly frame: Accessor<Frame>;
  readonly seed: Accessor<number>;
  readonly isPlaying: Accessor<boolean>;
  readonly speed: Accessor<number>;
  setPlaying(isPlaying: boolean): void;
  setSpeed(speed: number): void;
  setSeed(seed: number): void;
  go(at: number): void;
  do(kind: DeedKind, who?: number): void;
}

export function createPlayback(programs: Programs): Playback {
  const [seed, setSeed] = createSignal(FIRST_SEED);
  const [isPlaying, setPlaying] = createSignal(false);
  const [speed, setSpeed] = createSignal(1);
  let player = new Player(FIRST_SEED, programs);
  player.go(FIRST_MS);
  const [frame, setFrame] = createSignal(player.frame);
  const go = (at: number): void => {
    player.go(Math.min(at, STORY_MS));
    setFrame(player.frame);
    if (at >= STORY_MS) setPlaying(false);
  };

  createEffect(
    on(isPlaying, (isOn) => {
      if (!isOn) return;
      if (frame().at >= STORY_MS) go(FIRST_MS);
      let before = performance.now();
      const draw = (now: number): void => {
        const stepMs = Math.min(Math.max(0, now - before), LONGEST_STEP_MS);
        before = now;
        go(frame().at + stepMs * speed());
        if (isPlaying()) request = requestAnimationFrame(draw);
      };
      let request = requestAnimationFrame(draw);
      onCleanup(() => cancelAnimationFrame(request));
    }),
  );

  return {
    frame,
    seed,
    isPlaying,
    speed,
    setPlaying,
    setSpeed,
    setSeed(next) {
      setSeed(next);
      player = new Player(next, programs);
      go(FIRST_MS);
    },
    go,
    do(kind, who) {
      player.do(kind, who);
      setFrame(player.frame);
      setPlaying(true); // what was done is on its way
    },
  };
}
