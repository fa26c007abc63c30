import { isPickerDismissed, toBoardError, toHex, unpluggedError } from "./board";
import type { BoardError, ByteLink, DeviceFinder, GrantedDevice } from "./board";
import { BAUD_RATE, DEVICE_TIMEOUT_MS } from "./limits";
import { inTime, openInTime, pageTimers, settled } from "./timers";
import type { Timers } from "./timers";

/** The part of `SerialPort` that is used. */
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

/** The part of `navigator.serial` that is used. The target of `connect` is a new port. */
export interface SerialLike {
  getPorts(): Promise<PortLike[]>;
  requestPort(): Promise<PortLike>;
  addEventListener(type: "connect", listener: (event: Event) => void): void;
  removeEventListener(type: "connect", listener: (event: Event) => void): void;
}

/** `navigator.serial`, or null where the browser has none. */
export const serialOf = (browser: { readonly serial?: SerialLike }): SerialLike | null =>
  browser.serial ?? null;

/** Finds boards on WebSerial. The picker has no filters, because boards use a hundred different USB chips. */
export function makeSerialFinder(serial: SerialLike, timers: Timers = pageTimers): DeviceFinder<ByteLink> {
  const getConnectedPorts = async (): Promise<PortLike[]> => {
    const all = await inTime(
      timers,
      serial.getPorts().catch(() => []),
      [],
    );
    return all.filter((port) => port.connected !== false);
  };
  const toGranted = (port: PortLike): GrantedDevice<ByteLink> => {
    const key = keyOf(port);
    return {
      key,
      name: nameOf(port),
      source: port,
      findAlike: async () =>
        (await getConnectedPorts()).filter((other) => keyOf(other) === key).map(toGranted),
      open: () => openPort(port, timers),
      forget: () => settled(timers, port.forget?.() ?? Promise.resolve()),
    };
  };
  return {
    kind: "serial",
    async request() {
      try {
        return toGranted(await serial.requestPort());
      } catch (cause) {
        if (isPickerDismissed(cause)) return null;
        throw toBoardError(cause, "no-open");
      }
    },
    getGranted: async () => (await getConnectedPorts()).map(toGranted),
    onConnect(callback) {
      const listener = ({ target }: Event) => {
        if (isPort(target)) callback(toGranted(target));
      };
      serial.addEventListener("connect", listener);
      return () => serial.removeEventListener("connect", listener);
    },
  };
}

function nameOf(port: PortLike): string {
  const { usbVendorId, usbProductId } = port.getInfo();
  return usbVendorId === undefined || usbProductId === undefined
    ? "serial port"
    : `${toHex(usbVendorId)}:${toHex(usbProductId)}`;
}
const keyOf = (port: PortLike): string => `serial:${nameOf(port)}`;

const isPort = (target: EventTarget | null): target is EventTarget & PortLike =>
  target !== null && "getInfo" in target && "open" in target;

/** Errors that end the port's stream but not the port: it offers a new stream afterwards. */
const RECOVERABLE_ERRORS = new Set(["BreakError", "BufferOverrunError", "FramingError", "ParityError"]);
const isRecoverable = (cause: unknown): boolean =>
  cause instanceof DOMException && RECOVERABLE_ERRORS.has(cause.name);

const signalsAt = (areHigh: boolean) => ({ dataTerminalReady: areHigh, requestToSend: areHigh });

/** Opens a port at BAUD_RATE with DTR and RTS high. Rejects with a BoardError. */
export async function openPort(port: PortLike, timers: Timers): Promise<ByteLink> {
  try {
    await openInTime(timers, {
      open: () => port.open({ baudRate: BAUD_RATE }),
      close: () => port.close(),
    });
  } catch (cause) {
    throw toBoardError(cause, "no-open");
  }
  // Boards with native USB send nothing while DTR is low. An ESP32 can stay in its boot loader while DTR and RTS
  // differ, so one call sets both. A port without these lines rejects, which is ignored.
  await settled(timers, port.setSignals(signalsAt(true)));
  return makePortLink(port, timers);
}

function makePortLink(port: PortLike, timers: Timers): ByteLink {
  const writer = port.writable?.getWriter();
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  let reading: Promise<void> = Promise.resolve();
  let closing: Promise<void> | null = null;

  /** Reads until the port is closed or unplugged. */
  async function read(onBytes: (chunk: Uint8Array) => void): Promise<BoardError> {
    while (port.readable) {
      reader = port.readable.getReader();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done || closing) return unpluggedError();
          onBytes(value);
        }
      } catch (cause) {
        if (!isRecoverable(cause)) return toBoardError(cause, "unplugged");
      } finally {
        reader?.releaseLock(); // port.close() rejects while the stream is locked
        reader = null;
      }
    }
    return unpluggedError();
  }

  /** Each step has a limit: a driver that never answers must not keep the host from the next port. */
  async function close(): Promise<void> {
    await settled(timers, Promise.all([reader?.cancel(), reading]));
    reader?.releaseLock(); // it is still set if the stream did not end
    await settled(timers, writer?.abort() ?? Promise.resolve()); // writer.close() would wait for a board that does not read
    writer?.releaseLock();
    await settled(timers, port.close(), DEVICE_TIMEOUT_MS);
  }

  return {
    start(onBytes, onLost) {
      reading = read(onBytes).then((error) => {
        if (!closing) onLost(error);
      });
    },
    write: async (bytes) => {
      if (!writer || closing) throw unpluggedError();
      await writer.write(bytes);
    },
    setSignals: (areHigh) => port.setSignals(signalsAt(areHigh)),
    close: () => (closing ??= close()),
  };
}
