/**
 * The report descriptors of the simulated HID devices. Where a comment names a source, the bytes are those of the real
 * device. The others have the usage page and the reports that are documented, and nothing more.
 */

type Bytes = readonly number[];

const LOGICAL_BYTE: Bytes = [0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08]; // 0 to 255, 8 bits
const END = 0xc0;

/** One application collection of usage 1 on the vendor's usage page 0xFF00, with at most one report each way. */
function vendorReports(inputBytes: number, outputBytes: number): Bytes {
  const report = (count: number, usage: number, main: number): Bytes =>
    count === 0 ? [] : [0x95, count, 0x09, usage, main, 0x02];
  const reports = [...report(inputBytes, 2, 0x81), ...report(outputBytes, 3, 0x91)];
  return [0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, ...LOGICAL_BYTE, ...reports, END];
}

/** The do-it-yourself button: that of firmware/circuitpython/boot.py in what it reports. */
export const DIY_DESCRIPTOR = vendorReports(1, 4);
/** Not published. */
export const LUXAFOR_DESCRIPTOR = vendorReports(8, 8);
/** Not published. */
export const KUANDO_DESCRIPTOR = vendorReports(64, 64);

/** The blink(1) mk3, from its firmware: todbot/blink1mk3, firmware/firmware-v30x/descriptors.h. */
export const BLINK1_DESCRIPTOR: Bytes = [
  [0x06, 0xab, 0xff, 0x0a, 0x00, 0x20, 0xa1, 0x01],
  LOGICAL_BYTE,
  [0x85, 1, 0x95, 8, 0x09, 0x00, 0xb2, 0x02, 0x01],
  [0x75, 0x08, 0x85, 2, 0x95, 60, 0x09, 0x00, 0xb2, 0x02, 0x01],
  [END],
].flat();

/** The feature reports of a Stream Deck, in the order of its descriptor. */
const DECK_FEATURES = [3, 7, 5, 4, 6, 8, 9, 10, 11, 12];
const deckReport = (id: number, count: number, main: Bytes): Bytes =>
  [[0x0a, 0x00, 0xff], LOGICAL_BYTE, [0x96, count & 0xff, count >> 8, 0x85, id], main].flat();
/**
 * A Stream Deck of the second generation, as the firmware of a compatible deck publishes it, with the serial number of an
 * original one: pictures in report 2, keys in report 1, and ten feature reports.
 */
export const DECK_DESCRIPTOR: Bytes = [
  [0x05, 0x0c, 0x09, 0x01, 0xa1, 0x01],
  deckReport(2, 1023, [0x91, 0x02]),
  deckReport(1, 511, [0x81, 0x02]),
  ...DECK_FEATURES.map((id) => deckReport(id, 31, [0xb1, 0x04])),
  [END],
].flat();
