import { asBoardError, BoardError, isDismissal } from "./board";
import type { ByteLink, Finder, Found } from "./board";

/** Of `SerialPort`, what is used. */
export interface PortLike {
  readonly connected?: boolean;
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
  setSignals(signals: { dataTerminalReady: boolean; requestToSend: boolean }): Promise<void>;
  getInfo(): { usbVendorId?: number | undefined; usbProductId?: number | undefined };
  close(): Promise<void>;
  forget?(): Promise<void>;
}

/** Of `navigator.serial`, what is used. `connect` comes with a new port as its target. */
export interface SerialLike {
  getPorts(): Promise<PortLike[]>;
  requestPort(): Promise<PortLike>;
  addEventListener(type: "connect", listener: (event: Event) => void): void;
  removeEventListener(type: "connect", listener: (event: Event) => void): void;
}

const BAUD = 115_200;

/** `navigator.serial`, or null where there is none. */
export const serialOf = (browser: { readonly serial?: SerialLike }): SerialLike | null =>
  browser.serial ?? null;

/** Finds boards on WebSerial. No filters: boards come with a hundred USB chips. */
export function makeSerialFinder(serial: SerialLike): Finder<ByteLink> {
  const ports = async (): Promise<PortLike[]> => {
    const all = await serial.getPorts().catch(() => []);
    return all.filter((port) => port.connected !== false);
  };
  const found = (port: PortLike): Found<ByteLink> => {
    const key = keyOf(port);
    return {
      key,
      name: nameOf(port),
      alike: async () => Math.max(1, (await ports()).filter((other) => keyOf(other) === key).length),
      open: () => openPort(port),
      forget: async () => {
        await port.forget?.().catch(() => {});
      },
    };
  };
  return {
    kind: "serial",
    async request() {
      try {
        return found(await serial.requestPort());
      } catch (cause) {
        if (isDismissal(cause)) return null;
        throw asBoardError(cause, "no-open");
      }
    },
    granted: async () => (await ports()).map(found),
    onArrival(callback) {
      const listener = ({ target }: Event) => {
        if (isPort(target)) callback(found(target));
      };
      serial.addEventListener("connect", listener);
      return () => serial.removeEventListener("connect", listener);
    },
  };
}

const hex = (id: number) => id.toString(16).padStart(4, "0");

function nameOf(port: PortLike): string {
  const { usbVendorId, usbProductId } = port.getInfo();
  return usbVendorId === undefined || usbProductId === undefined
    ? "serial port"
    : `${hex(usbVendorId)}:${hex(usbProductId)}`;
}
const keyOf = (port: PortLike): string => `serial:${nameOf(port)}`;

const isPort = (target: EventTarget | null): target is EventTarget & PortLike =>
  target !== null && "getInfo" in target && "open" in target;

const PASSING = new Set(["BreakError", "BufferOverrunError", "FramingError", "ParityError"]);
const isPassing = (cause: unknown): boolean => cause instanceof DOMException && PASSING.has(cause.name);

async function openPort(port: PortLike): Promise<ByteLink> {
  try {
    await port.open({ baudRate: BAUD });
  } catch (cause) {
    throw asBoardError(cause, "no-open");
  }
  // Native-USB boards send nothing while DTR is low; an ESP32 can stay in its boot loader while the two
  // differ, so both change in one call. A port without these lines refuses, and does without.
  await port.setSignals({ dataTerminalReady: true, requestToSend: true }).catch(() => {});
  return linkOf(port);
}

function linkOf(port: PortLike): ByteLink {
  const writer = port.writable?.getWriter();
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  let reading: Promise<void> = Promise.resolve();
  let closing: Promise<void> | null = null;

  /** Reads until closed or unplugged. A framing error and the like end a stream, and the port offers another. */
  async function read(onBytes: (chunk: Uint8Array) => void): Promise<BoardError> {
    while (port.readable) {
      reader = port.readable.getReader();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done || closing) return new BoardError("unplugged");
          onBytes(value);
        }
      } catch (cause) {
        if (!isPassing(cause)) return asBoardError(cause, "unplugged");
      } finally {
        reader.releaseLock(); // before close(), which refuses a locked stream
        reader = null;
      }
    }
    return new BoardError("unplugged");
  }

  async function close(): Promise<void> {
    await reader?.cancel().catch(() => {});
    await reading;
    await writer?.abort().catch(() => {}); // not close(): that would wait for a board that takes nothing
    writer?.releaseLock();
    await port.close().catch(() => {});
  }

  return {
    start(onBytes, onLost) {
      reading = read(onBytes).then((error) => {
        if (!closing) onLost(error);
      });
    },
    write: async (bytes) => {
      if (!writer || closing) throw new BoardError("unplugged");
      await writer.write(bytes);
    },
    lowerSignals: () => port.setSignals({ dataTerminalReady: false, requestToSend: false }),
    close: () => (closing ??= close()),
  };
}
