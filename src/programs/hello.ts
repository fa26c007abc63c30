/** Waits until the written program says hello, in the way in which the host connects a board. */
import { BAUD_RATE } from "../board/limits";
import type { PortLike } from "../board/serial";
import { makeSession } from "../board/session";
import type { StateFrame } from "../board/wire";
import { InstallError } from "./installer";
import type { InstallContext } from "./installer";
import { openLink, toInstallError } from "./portBytes";

/** What the board shows until the host connects it. */
const IDLE: StateFrame = { s: 0, left: 0, total: 0, held: 0 };

/**
 * Opens the port, which resets many boards, and resolves with the name in the board's hello. The port is closed then. It
 * tries to open the port for some seconds, because a port that has just come back is not permitted at once. Rejects with
 * `no-hello`, `no-open`, `unplugged`, or with the signal's reason.
 */
export async function waitForHello(
  context: Pick<InstallContext, "timers" | "signal" | "onProgress">,
  port: PortLike,
): Promise<string> {
  const { timers, signal } = context;
  context.onProgress({ step: "hello", part: null });
  const session = makeSession(await openLink(context, port, BAUD_RATE), timers);
  try {
    return await new Promise<string>((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      session.start((event) => {
        if (event.type === "identified") resolve(event.board.name);
        if (event.type === "failed") reject(new InstallError("no-hello", event.error.message));
        if (event.type === "lost") reject(toInstallError(event.error, signal, "unplugged"));
      });
      session.show(() => IDLE);
    });
  } finally {
    await session.close();
  }
}
