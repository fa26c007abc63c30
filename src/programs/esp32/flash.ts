/** Writes an image into the flash memory of an ESP32 through the loader in its ROM, with esptool-js. */
import { ESPLoader, Transport, UnexpectedChipIdError, UnexpectedChipMagicError } from "esptool-js";
import type { FlashSizeValues } from "esptool-js";
import { DEVICE_TIMEOUT_MS } from "../../board/limits";
import { settled } from "../../board/timers";
import type { Timers } from "../../board/timers";
import type { PortLike } from "../../board/serial";
import { InstallError } from "../installer";
import type { InstallContext, InstallErrorCode } from "../installer";
import type { ChipKind } from "./image";
import { md5 } from "./md5";

/** What the loader in the ROM speaks, and a UART bridge manages besides. Native USB has no speed. */
const ROM_BAUD_RATE = 115_200;
const FAST_BAUD_RATE = 460_800;
const ESPRESSIF_VENDOR = 0x303a;
/** How long the line EN is low for a reset. */
const RESET_MS = 100;

/** Without the library's notes in the console; `onLost` is called when the port is gone, which the library does not tell. */
class OurTransport extends Transport {
  onLost: () => void = () => {};
  override trace(): void {}
  override async readLoop(): Promise<void> {
    await super.readLoop();
    if ((this.device as PortLike).connected === false) this.onLost();
  }
}
const NO_TERMINAL = { clean() {}, write() {}, writeLine() {} };

const detailOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).slice(0, 80);

/** The hard reset of esptool-js only ends a reset that nothing has begun, and its setRTS sets DTR as well. */
async function reset(port: PortLike, timers: Timers): Promise<void> {
  await port.setSignals({ dataTerminalReady: false, requestToSend: true });
  await new Promise<void>((resolve) => void timers.after(RESET_MS, resolve));
  await port.setSignals({ dataTerminalReady: false, requestToSend: false });
}

/**
 * Erases the chip, writes `image` where `chip` has it, checks it by its MD5, and resets the chip; the port is closed
 * then. Rejects with an InstallError, or with the reason of the signal; the loader is in the ROM of the chip, so it can
 * be written again whatever has happened.
 */
export async function flashImage(
  port: PortLike,
  image: Uint8Array,
  chip: ChipKind,
  { timers, signal, onProgress }: Pick<InstallContext, "timers" | "signal" | "onProgress">,
): Promise<void> {
  // esptool-js asks for a SerialPort, and uses of it what PortLike has.
  const transport = new OurTransport(port as unknown as SerialPort, false);
  const isNative = port.getInfo().usbVendorId === ESPRESSIF_VENDOR;
  const loader = new ESPLoader({
    transport,
    baudrate: isNative ? ROM_BAUD_RATE : FAST_BAUD_RATE,
    romBaudrate: ROM_BAUD_RATE,
    terminal: NO_TERMINAL,
  });
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    transport.onLost = () => reject(new InstallError("unplugged"));
  });
  ended.catch(() => {});

  /** Runs one step; an error of it is `code`, or `unplugged` where the port is gone. */
  async function run<T>(code: InstallErrorCode, step: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    try {
      return await Promise.race([step(), ended]);
    } catch (cause) {
      signal.throwIfAborted();
      if (port.connected === false) throw new InstallError("unplugged", detailOf(cause));
      throw cause instanceof InstallError ? cause : new InstallError(code, detailOf(cause));
    }
  }

  try {
    onProgress({ step: "connect", part: null });
    await run("no-answer", async () => {
      try {
        await loader.detectChip();
      } catch (cause) {
        if (cause instanceof UnexpectedChipIdError || cause instanceof UnexpectedChipMagicError)
          throw new InstallError("wrong-board", detailOf(cause));
        if (cause instanceof DOMException) throw new InstallError("no-open", cause.message);
        throw cause;
      }
    });
    onProgress({ step: "check", part: null });
    if (loader.chip.CHIP_NAME !== chip.name)
      throw new InstallError("wrong-file", `for ${chip.name}, and the board has ${loader.chip.CHIP_NAME}`);
    await run("no-answer", async () => {
      await loader.chip.postConnect?.(loader);
      await loader.runStub();
      if (!isNative) await loader.changeBaud();
    });
    const size = await run("no-answer", () => loader.detectFlashSize());
    if (size && chip.offset + image.length > loader.flashSizeBytes(size as FlashSizeValues))
      throw new InstallError("wrong-file", `larger than the flash memory of ${size}`);

    onProgress({ step: "erase", part: null });
    await run("not-written", () => loader.eraseFlash());
    onProgress({ step: "write", part: 0 });
    await run("not-written", () =>
      loader.writeFlash({
        fileArray: [{ data: image, address: chip.offset }],
        // The image is written as it is: what esptool-js would change in its head it would not sign again correctly.
        flashMode: "keep",
        flashFreq: "keep",
        flashSize: "keep",
        eraseAll: false,
        compress: true,
        reportProgress: (_, written, total) => onProgress({ step: "write", part: written / total }),
      }),
    );
    onProgress({ step: "verify", part: null });
    const sum = await run("not-verified", () => loader.flashMd5sum(chip.offset, image.length));
    if (sum !== md5(image)) throw new InstallError("not-verified", "MD5");
    onProgress({ step: "restart", part: null });
    await reset(port, timers).catch(() => {}); // a chip with native USB is gone as soon as it starts
    signal.throwIfAborted();
  } finally {
    await settled(timers, transport.disconnect(), DEVICE_TIMEOUT_MS);
  }
}
