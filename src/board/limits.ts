/**
 * Every limit and timeout of the board layer, once. docs/board.md lists the same values, and a test compares the two.
 * The firmware repeats the ones that it needs (debounce, longest line, offline), because it cannot import this file.
 */

/** The version of the serial protocol. */
export const PROTOCOL = 1;
/** Speed of the serial port in bits per second; the port uses 8 data bits, no parity, 1 stop bit. */
export const BAUD_RATE = 115_200;
/** Longest line to the board in bytes, `\n` included. */
export const TO_BOARD_BYTES = 120;
/** Longest line from the board in bytes, `\n` not included. */
export const FROM_BOARD_BYTES = 200;
/** Characters that the app keeps of a text that a board sends (name, firmware, error code). */
export const MAX_TEXT_CHARS = 32;

/** The host sends hello this often until the board answers. */
export const HELLO_INTERVAL_MS = 500;
/** After this time without an answer to hello the status is `no-answer`. */
export const HELLO_TIMEOUT_MS = 5000;
/** When the host tries DTR and RTS low: later than the slowest boot (2000 ms), with as much time left to answer. */
export const LOWER_SIGNALS_AFTER_MS = 2500;
/** When the host sets DTR and RTS high again; it then sends hello for LOWER_SIGNALS_AFTER_MS more. */
export const RAISE_SIGNALS_AFTER_MS = 5000;
/** How often a board that has stopped answering gets a hello. */
export const SILENT_HELLO_INTERVAL_MS = 10_000;
/** A line that is not answered within this time is sent again. */
export const ANSWER_TIMEOUT_MS = 1000;
/** How many times a line is sent again before the status is `silent`. */
export const MAX_RETRIES = 3;
/** The host sends ping when it has sent nothing else for this time. */
export const PING_AFTER_MS = 2000;
/** The host sends the state at least this often. */
export const STATE_INTERVAL_MS = 30_000;
/** A board that has received nothing for this time shows `offline`. */
export const OFFLINE_AFTER_MS = 6000;

/** How long the button is held for a skip. */
export const SKIP_HOLD_MS = 2000;
/** A press that reaches the server later than this after the button went down does nothing. */
export const PRESS_VALID_MS = 2000;
/** What the key +5 of a deck adds, in seconds. */
export const EXTEND_SECONDS = 300;
/** When this page did not run for longer than this, a button event that arrives right afterwards may be too old. */
export const STALL_MS = 2000;
/** How often the page checks that it runs. */
export const BEAT_MS = 1000;
/** How long after a stall a HID device's reports may still be old; a serial board is asked instead. */
export const SETTLE_MS = 1000;

/** Attempts to open a remembered device before the sheet says that it fails: Linux sets its permissions only then. */
export const OPEN_ATTEMPTS = 5;
/** Time between these attempts; later it doubles up to OPEN_RETRY_MAX_MS. */
export const OPEN_RETRY_MS = 500;
export const OPEN_RETRY_MAX_MS = 5000;
/** How long the host tries to open a device that is there: ModemManager keeps a new port for up to 20 s. */
export const OPEN_PATIENCE_MS = 60_000;
/** How long the browser has to list the granted devices or to grant a lock; then the host goes on without either. */
export const BROWSER_TIMEOUT_MS = 1000;
/** How long a device has to be opened or closed, or to take a report. */
export const DEVICE_TIMEOUT_MS = 5000;
/** How long another tab has to answer that it owns the board. A hidden tab still receives messages at once. */
export const OWNER_ANSWER_TIMEOUT_MS = 500;
/** How many of the last events the Host sheet lists. */
export const MAX_EVENTS = 20;
