import { openDevice } from "@elgato-stream-deck/webhid";
import type { DeviceLike } from "../hidDevice";
import type { HidUnit } from "../hidUnit";
import { paintFace } from "./canvas";
import { makeDeckUnit } from "./deckUnit";
import { makeJpegEncoder } from "./jpegEncoder";

/** Opens a Stream Deck and makes its keys dark. Rejects if it does not open; it is closed then. */
export async function openDeck(device: DeviceLike): Promise<HidUnit> {
  const encoder = makeJpegEncoder();
  try {
    const deck = await openDevice(device as HIDDevice, { encodeJPEG: encoder.encode });
    const unit = await makeDeckUnit(deck, paintFace).catch(async (cause: unknown) => {
      await deck.close().catch(() => {});
      throw cause;
    });
    return {
      ...unit,
      async close() {
        encoder.close();
        await unit.close();
      },
    };
  } catch (cause) {
    encoder.close();
    throw cause;
  }
}
