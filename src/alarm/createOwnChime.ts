/** Gives the chime of this page the person's own sound, on a device that has chosen one; also after another tab has. */
import { createEffect, createMemo, onCleanup } from "solid-js";
import { getPreference } from "../device/pagePreferences";
import { chime } from "./chime";
import { CHIME, OWN_CHIME } from "./preferences";

export function createOwnChime(): void {
  const id = createMemo(() => (getPreference(CHIME) === "own" ? getPreference(OWN_CHIME)?.id : undefined));
  createEffect(() => {
    if (id() === undefined) return;
    let isOver = false;
    onCleanup(() => (isOver = true));
    async function load(): Promise<void> {
      try {
        const buffer = await (await import("./ownChime")).readOwnChime();
        if (!isOver) chime.setOwn(buffer);
      } catch {
        // without the code, the bell rings
      }
    }
    void load();
  });
}
