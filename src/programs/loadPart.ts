import { InstallError } from "./installer";

/** A large part of an installer, loaded when it is used. Rejects with `not-loaded`, or with the reason of the signal. */
export async function loadPart<Part>(load: () => Promise<Part>, signal: AbortSignal): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    signal.throwIfAborted();
    throw new InstallError("not-loaded", cause instanceof Error ? cause.message : "");
  }
}
