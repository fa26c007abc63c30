import type { StreamDeck } from "@elgato-stream-deck/webhid";
import { BoardError } from "../board";
import type { HidUnit, Picture } from "../hidUnit";
import { MAX_TEXT_CHARS } from "../limits";
import { faceOf, msUntilChange } from "./faces";
import type { Face } from "./faces";
import { placeKeys } from "./layout";
import type { DeckControl, Size } from "./layout";

/** The part of the library's deck that is used. */
export type Deck = Pick<
  StreamDeck,
  | "PRODUCT_NAME"
  | "on"
  | "off"
  | "setBrightness"
  | "clearPanel"
  | "fillKeyBuffer"
  | "prepareFillKeyBuffer"
  | "sendPreparedBuffer"
  | "getFirmwareVersion"
  | "close"
> & { readonly CONTROLS: readonly DeckControl[] };

/** Another program may have left the deck dark. In per cent. */
const BRIGHTNESS = 80;
const DARK: Face = { kind: "dark" };

/**
 * An open deck as a board. Rejects with the code `not-a-board` where the deck has no key. `paint` gives the pixels of a
 * face, four bytes each.
 */
export async function makeDeckUnit(
  deck: Deck,
  paint: (face: Face, size: Size) => Uint8ClampedArray,
): Promise<HidUnit> {
  const keys = placeKeys(deck.CONTROLS);
  if (keys.length === 0) throw new BoardError("not-a-board", "a deck without keys");
  const screens = keys.flatMap(({ key, index, size }) => (size ? [{ key, index, size }] : []));
  /** What each key with a screen shows, as far as the deck has taken it. */
  const shown = new Map<number, string>();

  // Prepared now: a page that is closed has no time to make pictures.
  const blank = await Promise.all(
    screens.map(({ index, size }) => deck.prepareFillKeyBuffer(index, paint(DARK, size), { format: "rgba" })),
  );
  // Neither has to work: the pictures are what counts.
  void deck.setBrightness(BRIGHTNESS).catch(() => {});
  void deck.clearPanel().catch(() => {});
  const fw = await deck.getFirmwareVersion().catch(() => "");

  async function show(
    faces: readonly { readonly index: number; readonly size: Size; readonly face: Face }[],
  ) {
    for (const { index, size, face } of faces) {
      await deck.fillKeyBuffer(index, paint(face, size), { format: "rgba" });
      shown.set(index, JSON.stringify(face));
    }
  }

  return {
    identity: {
      name: deck.PRODUCT_NAME,
      fw: fw.replace(/[^ -~]/g, "").slice(0, MAX_TEXT_CHARS),
      caps: screens.length > 0 ? ["button", "led"] : ["button"],
    },
    sendsParts: true,
    draw(frame, elapsed): Picture {
      const faces = screens.map(({ key, ...place }) => ({ ...place, face: faceOf(key, frame, elapsed) }));
      return {
        id: JSON.stringify(faces.map(({ face }) => face)),
        async send(isWhole) {
          if (isWhole) shown.clear();
          await show(faces.filter(({ index, face }) => shown.get(index) !== JSON.stringify(face)));
        },
      };
    },
    msUntilChange: (frame, elapsed) => (screens.length > 0 ? msUntilChange(frame, elapsed) : Infinity),
    listen(onReport, onKey) {
      const listenTo = (type: "down" | "up") => {
        const listener = (control: DeckControl): void => {
          onReport();
          const placed = keys.find(({ index }) => control.type === "button" && control.index === index);
          if (placed) onKey({ key: placed.key, isDown: type === "down" });
        };
        deck.on(type, listener);
        return () => void deck.off(type, listener);
      };
      const stops = [listenTo("down"), listenTo("up")];
      return () => {
        for (const stop of stops) stop();
      };
    },
    async makeDark() {
      shown.clear();
      await Promise.all(blank.map((buffer) => deck.sendPreparedBuffer(buffer)));
    },
    close: () => deck.close(),
  };
}
