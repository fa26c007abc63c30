/** The limits and timeouts of installing over the raw REPL of MicroPython. */

/** How long a board has to show the raw REPL: a reset by the opening of the port takes up to 2000 ms. */
export const ENTER_TIMEOUT_MS = 10_000;
/** How often the program of the board is interrupted until then. */
export const ENTER_INTERVAL_MS = 500;
/** How long what the board says may take to arrive. */
export const SETTLE_MS = 100;
/** How long the interpreter has to restart, boot.py included. */
export const RESTART_TIMEOUT_MS = 5000;
/** How long the board has to answer one program of a few lines, or to take one chunk of it. */
export const ANSWER_TIMEOUT_MS = 10_000;
/** How long a refused board has to take the bytes that start its own program again. */
export const LEAVE_TIMEOUT_MS = 500;
/** How long the program has to say hello after the restart. */
export const HELLO_TIMEOUT_MS = 10_000;

/** Bytes that wait to be read; of more, the last ones are kept. */
export const MAX_WAITING_BYTES = 65_536;
/** Bytes of an answer of the board, which are never more than a few lines but where a file is read back. */
export const MAX_ANSWER_BYTES = 16_384;
/** Bytes that a board without flow control is sent at once; a micro:bit's receive buffer has 64. */
export const CHUNK_BYTES = 32;
/** The time between two of them. */
export const CHUNK_INTERVAL_MS = 10;
/** Bytes of a file in one program for the board. */
export const BLOCK_BYTES = 256;
/** Bytes that are read back at once: as text they need ten times the memory, of which a micro:bit V1 has 9 kB. */
export const READ_BYTES = 64;
/** Bytes of a file of ours: none is near that. */
export const MAX_FILE_BYTES = 32_768;
