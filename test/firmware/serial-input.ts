/** The receiver of the serial port of an ATmega328P as far as avr8js does not have it: its buffer, and a wrong speed. */
import type { AVRUSART, CPU } from "avr8js";

const UCSRA = 0xc0;
const UDR = 0xc6;
const IS_COMPLETE = 0x80;
/** Bytes that wait behind the one in UDR: one in the buffer and one in the shift register. */
const WAITING = 2;
/** The receiver and the sender may differ by so much: a byte has ten bits, and the last one must still be hit. */
const MAX_DIFFERENCE = 0.04;

/** What arrives where the speeds differ. The bytes are deterministic; the chip's depend on the phase. */
const garble = (byte: number): number => ((byte * 0x1d) ^ 0xe5) & 0xff;

export class SerialInput {
  readonly #waiting: number[] = [];

  constructor(
    private readonly cpu: CPU,
    private readonly uart: AVRUSART,
  ) {
    const read = cpu.readHooks[UDR];
    cpu.readHooks[UDR] = (address) => {
      const byte = read?.(address) ?? 0;
      const next = this.#waiting.shift();
      if (next !== undefined) uart.writeByte(next, true);
      return byte;
    };
  }

  /** The byte as the other side receives it, which runs at `baud`. */
  across(byte: number, baud: number): number {
    return Math.abs(this.uart.baudRate / baud - 1) > MAX_DIFFERENCE ? garble(byte) : byte;
  }

  /** A byte arrives that was sent at `baud`. The newest byte overwrites the one in the shift register. */
  receive(byte: number, baud: number): void {
    const value = this.across(byte, baud);
    const isTaken = ((this.cpu.data[UCSRA] ?? 0) & IS_COMPLETE) === 0;
    if (isTaken)
      this.uart.writeByte(value, true); // lost while the receiver is off
    else if (this.#waiting.length < WAITING) this.#waiting.push(value);
    else this.#waiting[WAITING - 1] = value;
  }
}
