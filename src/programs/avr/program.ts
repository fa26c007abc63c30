/** Loads a committed program for an AVR board. */
import { inTime } from "../../board/timers";
import { InstallError } from "../installer";
import type { InstallContext } from "../installer";
import { parseIntelHex } from "./intelHex";

/** How long the server has to send it, in ms. */
const LOAD_TIMEOUT_MS = 30_000;

/** `name`: a file under /firmware/arduino/. `limit`: bytes of flash in front of the boot loader. Rejects with `not-loaded`. */
export async function loadProgram(
  { timers, signal }: Pick<InstallContext, "timers" | "signal">,
  name: string,
  limit: number,
): Promise<Uint8Array> {
  const loading = fetch(`/firmware/arduino/${name}`, { signal }).then(async (response) =>
    response.ok ? response.text() : `HTTP ${response.status}`,
  );
  const text = await inTime(timers, loading, "no answer", LOAD_TIMEOUT_MS).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new InstallError("not-loaded", String(cause));
  });
  const parsed = parseIntelHex(text, limit);
  if (!parsed.ok) throw new InstallError("not-loaded", `${name}: ${parsed.problem}`);
  return parsed.bytes;
}
