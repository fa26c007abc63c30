import { openDevice } from "@elgato-stream-deck/webhid";
import type { DeviceLike } from "../hidDevice";
import type { HidUnit } from "../hidUnit";
import { encodeJpeg, paintFace } from "./canvas";
import { makeDeckUnit } from "./deckUnit";

/** Opens a Stream Deck and makes its keys dark. Rejects if it does not open; it is closed then. */
export async function openDeck(device: DeviceLike): Promise<HidUnit> {
  const deck = await openDevice(device as HIDDevice, { encodeJPEG: encodeJpeg });
  try {
    return await makeDeckUnit(deck, paintFace);
  } catch (cause) {
    await deck.close().catch(() => {});
    throw cause;
  }
}
