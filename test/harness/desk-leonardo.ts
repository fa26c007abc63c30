/** A Leonardo on the desk: its program and its boot loader are two ports, of which one at most is there. */
import { Leonardo } from "../firmware/leonardo";
import { pageTimers } from "../../src/board/timers";
import type { FakeSerialDevice, FakeSerialPort } from "./fakes/fake-serial";
import type { UsbIds } from "./fakes/page-serial";
import type { UsbBoard } from "./usb-port";

/** A program of somebody else, which knows the touch as every Arduino program does. */
const BLINK = Uint8Array.of(0x0c, 0x94, 0x34, 0x00);

class LeonardoPort implements UsbBoard {
  onBytes: (bytes: Uint8Array) => void = () => {};
  onPort: (isThere: boolean) => void = () => {};
  #port: FakeSerialPort | null = null;

  constructor(
    readonly chip: Leonardo,
    readonly device: FakeSerialDevice,
  ) {
    device.send = (bytes) => this.onBytes(bytes);
    chip.serial.addEventListener("connect", ({ target }) => this.#change(target, true));
    chip.serial.addEventListener("disconnect", ({ target }) => this.#change(target, false));
  }
  #change(target: EventTarget | null, isThere: boolean): void {
    const port = target as FakeSerialPort;
    if (port.device !== this.device) return;
    this.#port = isThere ? port : null;
    this.onPort(isThere);
  }

  get usbIds(): UsbIds {
    return this.device.info as UsbIds;
  }
  /** The page has opened the port. */
  set hostBaud(baudRate: number) {
    this.device.openedBy = this.#port;
    this.device.baudRate = baudRate;
  }
  powerOn(): void {
    if (this.#port) this.onPort(true); // it was there before the computer
  }
  powerOff(): void {
    this.chip.unplug();
  }
  reset(): void {}
  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): void {
    this.device.onSignals(signals);
  }
  receive(bytes: Uint8Array): void {
    this.device.onBytes(bytes);
  }
}

/** `ours`: the program that has to be in its flash memory for a hello. */
export function deskLeonardo(ours: Uint8Array) {
  const chip = new Leonardo(pageTimers, ours, BLINK);
  const ports = [new LeonardoPort(chip, chip.program), new LeonardoPort(chip, chip.bootLoader)] as const;
  const say = (line: string): void => chip.program.send(new TextEncoder().encode(`${line}\n`));
  return {
    chip,
    ports,
    /** Presses and releases the button, as the program tells it. */
    tap(): void {
      say('{"t":"btn","e":"down","n":1}');
      say('{"t":"btn","e":"up","n":2}');
    },
  };
}
