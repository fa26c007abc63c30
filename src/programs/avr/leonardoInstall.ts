/** Puts the program on an Arduino Leonardo or Micro. Its USB is the chip's own, so each restart gives another port. */
import type { PortLike } from "../../board/serial";
import { waitForHello } from "../hello";
import { InstallError } from "../installer";
import type { InstallContext, Installer } from "../installer";
import { openPortBytes, pause } from "../portBytes";
import type { PortBytes } from "../portBytes";
import { makeAvr109 } from "./avr109";
import type { Avr109 } from "./avr109";
import { checkChip, writeProgram } from "./flash";
import { loadProgram } from "./program";
import { boardBehind } from "./usbIds";

const SIGNATURES = ["1e9587"]; // ATmega32U4
/** The flash in front of the boot loader. */
const FLASH_BYTES = 28_672;
const BAUD_RATE = 57_600;
/** A port that is opened at this speed and closed starts the boot loader, as Arduino's core wants it. */
const TOUCH_BAUD_RATE = 1200;
/** How long DTR is high at that speed, in ms. */
const TOUCH_MS = 50;
/** The boot loader waits only for 8 s, so the person may need more than one try to choose it. */
const ATTEMPTS = 4;

type Loader = { readonly bytes: PortBytes; readonly loader: Avr109 };

async function choose(
  context: InstallContext,
  why: Parameters<InstallContext["choosePort"]>[0],
): Promise<PortLike> {
  const port = await context.choosePort(why);
  if (!port) throw new InstallError("no-answer", "no port was chosen");
  if (["serial", "other"].includes(boardBehind(port))) throw new InstallError("wrong-board", "USB ids");
  return port;
}

export const install: Installer = async (context) => {
  const { onProgress } = context;
  const program = await loadProgram(context, "shared-pomodoro.leonardo.hex", FLASH_BYTES);
  const port = await choose(context, "board");
  onProgress({ step: "connect", part: null });
  const { bytes, loader } = await enterBootLoader(context, port);
  try {
    await checkChip(context, loader, SIGNATURES);
    await writeProgram(context, loader, program);
    onProgress({ step: "restart", part: null });
    await loader.leave();
  } finally {
    await bytes.close();
  }
  return { board: await waitForHello(context, await choose(context, "again")) };
};

/** Returns the boot loader: it runs already, as on an empty chip, or the running program is told to start it. */
async function enterBootLoader(context: InstallContext, first: PortLike): Promise<Loader> {
  let port = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await lookFor(context, port).catch((cause: unknown) => {
      // A boot loader that nobody spoke to is gone after 8 s, and the program's port is back.
      const isGone =
        cause instanceof InstallError && (cause.code === "no-open" || cause.code === "unplugged");
      if (attempt === 0 || !isGone) throw cause;
      return null;
    });
    if (found) return found;
    port = await choose(context, "boot-loader");
  }
  throw new InstallError("no-answer", "no boot loader");
}

/** Returns the boot loader at this port; if a program is there, tells it to restart into the boot loader. */
async function lookFor(context: InstallContext, port: PortLike): Promise<Loader | null> {
  const bytes = await openPortBytes(context, port, BAUD_RATE);
  try {
    const loader = makeAvr109(bytes);
    if (await loader.identify()) return { bytes, loader };
  } catch (cause) {
    await bytes.close();
    throw cause;
  }
  await bytes.close();
  const touch = await openPortBytes(context, port, TOUCH_BAUD_RATE);
  try {
    await pause(context, TOUCH_MS);
    await touch.setSignals(false);
  } finally {
    await touch.close();
  }
  return null;
}
