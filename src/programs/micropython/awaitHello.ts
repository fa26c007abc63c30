import { makeHandshake } from "../../board/handshake";
import { makeLineReceiver } from "../../board/lineReceiver";
import { PROTOCOL } from "../../board/limits";
import type { Timers } from "../../board/timers";
import { encode } from "../../board/wire";
import { InstallError } from "../installer";
import { toPlain } from "./answers";
import { HELLO_TIMEOUT_MS } from "./limits";
import type { Pipe } from "./pipe";

const toLatin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/**
 * Says hello as the host does until the board answers, and resolves with the name of the board. Rejects with `no-hello`
 * after HELLO_TIMEOUT_MS, with the last line that the board has said, which may be the exception of its program.
 */
export async function awaitHello(pipe: Pipe, timers: Timers): Promise<string> {
  let lastLine = "";
  let cancel: () => void = () => {};
  const handshake = makeHandshake(
    timers,
    () => void pipe.write(toLatin1(encode({ t: "hello", p: PROTOCOL }))).catch(() => {}),
    (areHigh) => void pipe.setSignals(areHigh),
    () => {},
  );
  const hello = new Promise<string>((resolve, reject) => {
    pipe.listen(
      makeLineReceiver(
        (line) => {
          if (line.t === "hello" && line.p === PROTOCOL) resolve(line.board);
        },
        (noise) => (lastLine = noise),
      ),
    );
    cancel = timers.after(HELLO_TIMEOUT_MS, () => reject(new InstallError("no-hello", toPlain(lastLine))));
  });
  handshake.start(false);
  try {
    return await Promise.race([hello, pipe.lost]);
  } finally {
    handshake.stop();
    cancel();
  }
}
