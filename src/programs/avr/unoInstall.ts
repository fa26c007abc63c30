/** Puts the program on an Arduino Uno or Nano, with the new boot loader or the old one. */
import type { PortLike } from "../../board/serial";
import { waitForHello } from "../hello";
import { InstallError } from "../installer";
import type { InstallContext, Installer } from "../installer";
import { openPortBytes, pause } from "../portBytes";
import type { PortBytes } from "../portBytes";
import { checkChip, writeProgram } from "./flash";
import type { BootLoader } from "./flash";
import { loadProgram } from "./program";
import { makeStk500, NoLoaderError } from "./stk500";
import type { Stk500 } from "./stk500";
import { boardBehind } from "./usbIds";

/** Speeds of optiboot (Uno, Nano) and of the old boot loader of the Nano, in bits per second. */
const BAUD_RATES = [115_200, 57_600];
/** ATmega328P, and ATmega328PB and ATmega328, which run the same program. */
const SIGNATURES = ["1e950f", "1e9516", "1e9514"];
/** The flash in front of the old boot loader, the larger of the two. */
const FLASH_BYTES = 30_720;
/** DTR is low for this long before the edge that resets the chip, in ms. */
const LOW_MS = 250;
/** How often one command may start the boot loader again. */
const RESTARTS = 2;
/** From the reset until the boot loader has set up its serial port, in ms. */
const RESET_MS = 50;

export const install: Installer = async (context) => {
  const { onProgress } = context;
  const program = await loadProgram(context, "shared-pomodoro.uno.hex", FLASH_BYTES);
  const port = await context.choosePort("board");
  if (!port) throw new InstallError("no-answer", "no port was chosen");
  if (["native", "other"].includes(boardBehind(port))) throw new InstallError("wrong-board", "USB ids");

  onProgress({ step: "connect", part: null });
  const { bytes, loader } = await connect(context, port);
  try {
    const restarted = restartWhenGone(loader, async () => {
      await reset(context, bytes);
      return loader.sync();
    });
    await checkChip(context, restarted, SIGNATURES);
    await writeProgram(context, restarted, program);
    onProgress({ step: "restart", part: null });
    // The answer can be lost with the reset that follows; the hello shows whether the program runs.
    await loader.leave().catch((cause: unknown) => {
      if (!(cause instanceof InstallError) || cause.code === "unplugged") throw cause;
    });
  } finally {
    await bytes.close();
  }
  return { board: await waitForHello(context, port) };
};

/** Opens the port at each speed in turn, resets the chip, and returns the first boot loader that answers. */
async function connect(
  context: InstallContext,
  port: PortLike,
): Promise<{ readonly bytes: PortBytes; readonly loader: Stk500 }> {
  for (const baudRate of BAUD_RATES) {
    const bytes = await openPortBytes(context, port, baudRate);
    try {
      const loader = makeStk500(bytes);
      await reset(context, bytes);
      if (await loader.sync()) return { bytes, loader };
    } catch (cause) {
      await bytes.close();
      throw cause;
    }
    await bytes.close();
  }
  throw new InstallError("no-answer", `no boot loader at ${BAUD_RATES.join(" or ")} bits per second`);
}

/**
 * The same boot loader, started again when it does not answer: about 1000 ms after the last command it starts the program,
 * so it is gone where this computer was busy for longer. Each command may be repeated.
 */
function restartWhenGone(loader: BootLoader, restart: () => Promise<boolean>): BootLoader {
  async function repeat<T>(command: () => Promise<T>): Promise<T> {
    for (let left = RESTARTS; ; left--) {
      try {
        return await command();
      } catch (cause) {
        if (!(cause instanceof NoLoaderError) || left === 0 || !(await restart())) throw cause;
      }
    }
  }
  return {
    readSignature: () => repeat(() => loader.readSignature()),
    writePage: (address, page) => repeat(() => loader.writePage(address, page)),
    readPage: (address) => repeat(() => loader.readPage(address)),
    leave: () => loader.leave(), // the answer can be lost with the reset that follows
  };
}

/** A capacitor between DTR and the reset pin turns the falling edge of the line, DTR going on, into a short reset. */
async function reset(context: InstallContext, bytes: PortBytes): Promise<void> {
  await bytes.setSignals(false);
  await pause(context, LOW_MS);
  await bytes.setSignals(true);
  await pause(context, RESET_MS);
}
