/** The self-programming of an ATmega328P (chapter 27 of its data sheet), which avr8js does not have. */
import type { CPU } from "avr8js";

const SPM = 0x95e8; // the instruction
const SPMCSR = 0x57; // the control register
const SPMEN = 0x01;
const ERASE = 0x02;
const WRITE = 0x04;
const READ_ENABLE = 0x10;
const IS_BUSY = 0x40;
const COMMAND_BITS = 0x1f;
const PAGE_WORDS = 64;
/** The first word of the section that can be read while another page is being written. */
const NO_READ_WHILE_WRITE = 0x3800;
/** An erase or a write takes 3.7 to 4.5 ms; here the longest, at 16 MHz. */
const BUSY_CYCLES = 72_000;
/** A program that waits for the end only polls: each poll takes so long here, which is exact enough and much faster. */
const POLL_CYCLES = 320;
/** How soon the instruction must follow the write to the control register, in cycles. */
const ARMED_CYCLES = 4;
const ERASED = 0xffff;

/** A page that is being erased or written. */
interface Operation {
  readonly page: number;
  readonly until: number;
  readonly words: Uint16Array;
}

/**
 * As strict as the chip: writing only clears bits, a word of the buffer can be filled once, the boot loader itself is locked
 * (BLB1 mode 2), and nothing of the lower section can be read or run while one of its pages is erased or written. A program
 * that breaks one of these rules is a fault here, where the chip would do something else than the program wants.
 */
export class SelfProgramming {
  #armedAt = -Infinity;
  #operation: Operation | null = null;
  readonly #buffer = new Uint16Array(PAGE_WORDS).fill(ERASED);
  readonly #filled = new Set<number>();

  constructor(
    private readonly cpu: CPU,
    /** The first word of the boot loader's section. */
    private readonly bootStart: number,
  ) {
    cpu.writeHooks[SPMCSR] = (value) => {
      const busy = (cpu.data[SPMCSR] ?? 0) & (IS_BUSY | (this.#operation ? SPMEN : 0));
      cpu.data[SPMCSR] = (value & COMMAND_BITS) | busy;
      if (value & SPMEN) this.#armedAt = cpu.cycles;
      return true;
    };
    cpu.readHooks[SPMCSR] = () => {
      if (this.#operation) cpu.cycles += POLL_CYCLES;
      return cpu.data[SPMCSR] ?? 0;
    };
  }

  /** Whether this step was an SPM instruction, which is then done. Call it before every instruction. */
  step(): boolean {
    const { cpu } = this;
    if (this.#operation) this.#finish(this.#operation);
    const opcode = cpu.progMem[cpu.pc];
    if (opcode === SPM) {
      this.#run();
      cpu.pc++;
      cpu.cycles++;
      return true;
    }
    if (this.#isLowerSectionBusy) this.#refuseReading(opcode ?? 0);
    return false;
  }

  /** Ends the erase or write when it is due. */
  #finish(operation: Operation): void {
    if (this.cpu.cycles < operation.until) return;
    this.cpu.progMem.set(operation.words, operation.page * PAGE_WORDS);
    this.#operation = null;
    this.cpu.data[SPMCSR] = (this.cpu.data[SPMCSR] ?? 0) & IS_BUSY;
  }

  /** The power is gone: what was being erased or written is done by half. */
  cut(): void {
    const operation = this.#operation;
    if (!operation) return;
    this.cpu.progMem.set(operation.words.subarray(0, PAGE_WORDS / 2), operation.page * PAGE_WORDS);
    this.#operation = null;
  }

  get #isLowerSectionBusy(): boolean {
    return ((this.cpu.data[SPMCSR] ?? 0) & IS_BUSY) !== 0;
  }

  #run(): void {
    const { cpu } = this;
    const command = (cpu.data[SPMCSR] ?? 0) & COMMAND_BITS;
    if (cpu.cycles - this.#armedAt > ARMED_CYCLES || cpu.pc < this.bootStart) return; // the chip ignores it
    if (this.#operation) throw new Error("SPM while a page is being erased or written");
    const z = cpu.dataView.getUint16(30, true);
    const page = z >> 7;
    const isBootLoader = page * PAGE_WORDS >= this.bootStart;
    switch (command) {
      case SPMEN: {
        const word = (z >> 1) & (PAGE_WORDS - 1);
        if (this.#filled.has(word)) throw new Error("a word of the page buffer was filled twice");
        this.#filled.add(word);
        this.#buffer[word] = cpu.dataView.getUint16(0, true);
        cpu.data[SPMCSR] = (cpu.data[SPMCSR] ?? 0) & IS_BUSY;
        return;
      }
      case SPMEN | ERASE:
        if (isBootLoader) throw new Error("an erase of the boot loader, which is locked");
        return this.#begin(page, new Uint16Array(PAGE_WORDS).fill(ERASED));
      case SPMEN | WRITE: {
        if (isBootLoader) throw new Error("a write of the boot loader, which is locked");
        const old = cpu.progMem.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
        this.#begin(
          page,
          this.#buffer.map((word, i) => word & (old[i] ?? 0)),
        );
        this.#clearBuffer();
        return;
      }
      case SPMEN | READ_ENABLE:
        cpu.data[SPMCSR] = 0;
        return this.#clearBuffer();
      default:
        throw new Error(`SPM with the unknown command ${command}`);
    }
  }

  #begin(page: number, words: Uint16Array): void {
    const { cpu } = this;
    this.#operation = { page, words, until: cpu.cycles + BUSY_CYCLES };
    const isLower = page * PAGE_WORDS < NO_READ_WHILE_WRITE;
    cpu.data[SPMCSR] = (cpu.data[SPMCSR] ?? 0) | (isLower ? IS_BUSY : 0);
  }

  #clearBuffer(): void {
    this.#buffer.fill(ERASED);
    this.#filled.clear();
  }

  /** LPM of the lower section gives no data while it is busy, and code there cannot run. */
  #refuseReading(opcode: number): void {
    const { cpu } = this;
    if (cpu.pc < NO_READ_WHILE_WRITE) throw new Error("code runs in the section that is being written");
    const isRead = opcode === 0x95c8 || (opcode & 0xfe0e) === 0x9004;
    if (isRead && cpu.dataView.getUint16(30, true) >> 1 < NO_READ_WHILE_WRITE)
      throw new Error("a read of the section that is being written");
  }
}
