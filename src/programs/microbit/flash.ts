/** Writes a .hex into a micro:bit through its interface chip, over WebUSB, with microbit-connection. */
import { createUniversalHexFlashDataSource } from "@microbit/microbit-connection/universal-hex";
import { createUSBConnection } from "@microbit/microbit-connection/usb";
import { DEVICE_TIMEOUT_MS } from "../../board/limits";
import { settled } from "../../board/timers";
import { InstallError } from "../installer";
import type { InstallContext, InstallErrorCode } from "../installer";

/** The library's errors that mean something else than that the program was not written. */
const CODES: Readonly<Record<string, InstallErrorCode>> = {
  unsupported: "no-open",
  disabled: "no-open",
  "permission-denied": "no-open",
  "device-in-use": "no-open",
  "device-disconnected": "unplugged",
  "firmware-update-required": "wrong-board",
};
const NO_LOGGING = { event() {}, error() {}, log() {} };

/** The library's error as ours. A person who closes the picker has given up. */
function toInstallError(cause: unknown): Error {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  if (code === "no-device-selected") return new DOMException("No device was chosen.", "AbortError");
  const detail = (cause instanceof Error ? cause.message : String(cause)).slice(0, 80);
  return new InstallError(
    CODES[code] ?? (detail === "No matching part" ? "wrong-file" : "not-written"),
    detail,
  );
}

/** Whether the browser would show no picker any more. An old browser does not tell. */
const isClickOver = (): boolean => (navigator as Partial<Navigator>).userActivation?.isActive === false;

/**
 * Asks for the micro:bit with the browser's picker and writes `hex`, of which a universal one has a part for each version.
 * The interface chip is another chip than the one that is written, so the micro:bit can always be written again.
 */
export async function flashHex(hex: string, context: InstallContext): Promise<void> {
  const { timers, signal, onProgress } = context;
  const usb = createUSBConnection({ logging: NO_LOGGING, pauseOnHidden: false });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  try {
    signal.throwIfAborted();
    onProgress({ step: "connect", part: null });
    await usb.initialize();
    if (isClickOver()) await context.awaitClick();
    await Promise.race([usb.connect(), aborted]);
    onProgress({ step: "write", part: 0 });
    const flashing = usb.flash(createUniversalHexFlashDataSource(hex), {
      partial: false, // the whole chip, whatever is on it
      progress: (_, part) => onProgress({ step: "write", part: part ?? null }),
    });
    await Promise.race([flashing, aborted]);
    onProgress({ step: "restart", part: null });
  } catch (cause) {
    throw signal.aborted ? signal.reason : toInstallError(cause);
  } finally {
    await settled(timers, usb.disconnect(), DEVICE_TIMEOUT_MS);
    usb.dispose();
  }
}
