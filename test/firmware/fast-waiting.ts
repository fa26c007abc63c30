/** Lets an emulated chip wait without most of the work: a boot loader only polls, and an empty chip runs through nothing. */
import type { CPU } from "avr8js";

const UCSRA = 0xc0; // of the serial port
const IS_COMPLETE = 0x80;
const IS_READY = 0x20; // to send
const TIFR1 = 0x36; // the flags of timer 1
const HAS_OVERFLOWN = 0x01;
/** How long a poll takes here that finds nothing, in cycles: 20 µs, which is exact enough. */
const POLL_CYCLES = 320;
const ERASED = 0xffff;

/** Only for programs that measure time by a timer or the watchdog, and not by the number of their polls. */
export function makePollsLong(cpu: CPU): void {
  const pollsOf = (register: number, isWaiting: (value: number) => boolean): void => {
    const read = cpu.readHooks[register];
    cpu.readHooks[register] = (address) => {
      const value = read?.(address) ?? cpu.data[register] ?? 0;
      if (isWaiting(value)) cpu.cycles += POLL_CYCLES;
      return value;
    };
  };
  pollsOf(UCSRA, (value) => (value & (IS_COMPLETE | IS_READY)) === IS_READY);
  pollsOf(TIFR1, (value) => (value & HAS_OVERFLOWN) === 0);
}

/** Erased flash does nothing, one word a cycle. Returns whether the chip was there; it is behind it then. */
export function skipErased(cpu: CPU): boolean {
  const { pc, progMem } = cpu;
  while (progMem[cpu.pc] === ERASED) cpu.pc++;
  if (cpu.pc >= progMem.length) cpu.pc = 0;
  cpu.cycles += Math.abs(cpu.pc - pc);
  return cpu.pc !== pc;
}
