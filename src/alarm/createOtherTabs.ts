/** Finds out whether this room is open in another tab of this browser, and loads what makes them ring together. */
import { createSignal, getOwner, onCleanup, runWithOwner } from "solid-js";
import type { Accessor } from "solid-js";
import { openChannel } from "../device/channel";
import type { Ringing } from "./createRinging";
import type { Rank, RingTabs } from "./createRingTabs";

export function createOtherTabs(room: string, ringing: Ringing, rank: Accessor<Rank>): RingTabs {
  const owner = getOwner();
  const [tabs, setTabs] = createSignal<RingTabs | null>(null);
  let isLoading = false;
  async function load(): Promise<void> {
    if (isLoading || channel === null) return;
    isLoading = true;
    try {
      const { default: createRingTabs } = await import("./createRingTabs");
      setTabs(runWithOwner(owner, () => createRingTabs(channel, ringing, rank)) ?? null);
    } catch {
      isLoading = false; // the next message of another tab tries again; until then each rings for itself
    }
  }
  const channel = openChannel(`ring ${room}`, () => void load());
  channel?.postMessage(null);
  onCleanup(() => channel?.close());
  return {
    isChosen: () => tabs()?.isChosen() ?? true,
    canPlay: () => tabs()?.canPlay() ?? rank() > 0,
  };
}
