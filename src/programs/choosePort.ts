/** Finds the port of a board that has restarted as another port: by itself where the browser gives it, else by a click. */
import type { PortLike, SerialLike } from "../board/serial";
import type { Timers } from "../board/timers";
import type { InstallContext } from "./installer";

/** How long a restarted board takes at most to be there again, in ms; only then is the person asked. */
const COMEBACK_MS = 1500;
/** How often the page looks whether it is there, in ms. */
const LOOK_MS = 250;

type Why = Parameters<InstallContext["choosePort"]>[0];

export interface PortChooser {
  /** As in InstallContext. The first call for "board" gives the port that was chosen before. Rejects after Cancel. */
  choosePort(why: Why): Promise<PortLike | null>;
  /** Shows the browser's picker; call it in a click handler, after `onAsk`. Never rejects: the question stays. */
  pick(): Promise<void>;
  /** The port that was given last; null: none yet. */
  readonly last: PortLike | null;
}

/**
 * `first`: what the person has chosen already; null: nothing, so that every question needs a click. `onAsk`: called with the question that needs a click, and with null when it
 * is answered. Never gives a port back that was there before the question, unless the person chooses it.
 */
export function makePortChooser(
  serial: SerialLike,
  first: PortLike | null,
  { timers, signal }: { readonly timers: Timers; readonly signal: AbortSignal },
  onAsk: (why: Why | null) => void,
): PortChooser {
  const known = new Set<PortLike>(first ? [first] : []);
  let last: PortLike | null = first;
  let isFirstUsed = false;
  let answer: (port: PortLike) => void = () => {};

  const listConnected = async (): Promise<PortLike[]> =>
    (await serial.getPorts().catch(() => [])).filter(({ connected }) => connected !== false);
  const isAlike = (port: PortLike): boolean =>
    first !== null && port.getInfo().usbVendorId === first.getInfo().usbVendorId;
  void listConnected().then((ports) => {
    for (const port of ports) known.add(port);
  });

  return {
    async choosePort(why) {
      if (why === "board" && first && !isFirstUsed) {
        isFirstUsed = true;
        return first;
      }
      const found = await new Promise<PortLike>((resolve, reject) => {
        let stop: () => void = () => {};
        const started = timers.now();
        let isAsking = false;
        answer = (port) => {
          stop();
          signal.removeEventListener("abort", cancel);
          resolve(port);
        };
        const cancel = (): void => {
          stop();
          answer = () => {};
          reject(signal.reason as Error);
        };
        const look = async (): Promise<void> => {
          const back =
            why === "board"
              ? undefined
              : (await listConnected()).find((one) => !known.has(one) && isAlike(one));
          if (back) return answer(back);
          if (!isAsking && (why === "board" || timers.now() - started >= COMEBACK_MS)) {
            isAsking = true;
            onAsk(why);
          }
          stop = timers.after(LOOK_MS, () => void look());
        };
        if (signal.aborted) return cancel();
        signal.addEventListener("abort", cancel, { once: true });
        void look();
      });
      answer = () => {};
      onAsk(null);
      known.add(found);
      return (last = found);
    },
    async pick() {
      try {
        answer(await serial.requestPort());
      } catch {
        // It was dismissed, or not permitted: the question stays.
      }
    },
    get last() {
      return last;
    },
  };
}
