/** Standby of a phone that stands beside the work: after a while without a touch only the tomato is left. */
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { isRunning } from "../../../party/shared/pomodoro";
import type { Room } from "../../room/createRoom";
import { isBigScreen } from "../../ui/bigScreen";
import type { Sheets } from "../../ui/createSheets";
import { createMedia } from "./createMedia";
import { DRIFT_MS, driftAt, isNight, STANDBY_MS } from "./standby";

/** A phone on its side. */
const DOCKED = "(orientation: landscape) and (max-height: 560px) and (pointer: coarse)";
/** What ends standby by itself. Touches and clicks do not: they reach the shield that lies over everything. */
const WAKING = ["keydown", "focusin", "wheel"] as const;

export interface Standby {
  readonly isOn: Accessor<boolean>;
  readonly end: () => void;
}

export function createStandby(room: Room, sheets: Sheets): Standby {
  const isDocked = createMedia(DOCKED);
  const isDark = createMedia("(prefers-color-scheme: dark)");
  const [isOn, setOn] = createSignal(false);
  const canBegin = createMemo(() => {
    const phase = room.shown()?.phase;
    const runs = phase !== undefined && isRunning(phase);
    return isDocked() && runs && sheets.open() === null && !isBigScreen();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  function wait(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A question is open.
      if (document.querySelector("dialog[open]") !== null) wait();
      else setOn(true);
    }, STANDBY_MS);
  }
  function end(): void {
    setOn(false);
    wait();
  }
  createEffect(() => {
    if (!canBegin()) return;
    wait();
    // While it is on, the shield gets these; the tap that ends standby presses nothing.
    const onTouch = (): void => void (isOn() || wait());
    const onMouse = ({ pointerType }: PointerEvent): void => {
      if (pointerType === "mouse") end();
    };
    addEventListener("pointerdown", onTouch, true);
    addEventListener("pointermove", onMouse, true);
    for (const event of WAKING) addEventListener(event, end, true);
    onCleanup(() => {
      clearTimeout(timer);
      setOn(false);
      removeEventListener("pointerdown", onTouch, true);
      removeEventListener("pointermove", onMouse, true);
      for (const event of WAKING) removeEventListener(event, end, true);
    });
  });
  createEffect(() => {
    if (!isOn()) return;
    const root = document.documentElement;
    let minute = 0;
    function move(): void {
      const { x, y } = driftAt(minute++);
      root.style.setProperty("--drift-x", `${x}px`);
      root.style.setProperty("--drift-y", `${y}px`);
      const { theme } = root.dataset;
      const hasDarkColours = theme === "dark" || (theme === undefined && isDark());
      root.toggleAttribute("data-night", isNight(new Date().getHours(), hasDarkColours));
    }
    move();
    const drift = setInterval(move, DRIFT_MS);
    onCleanup(() => {
      clearInterval(drift);
      root.style.removeProperty("--drift-x");
      root.style.removeProperty("--drift-y");
      root.removeAttribute("data-night");
    });
  });
  return { isOn, end };
}
