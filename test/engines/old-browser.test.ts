/**
 * The newest interfaces are taken from each engine, so that it has what the oldest supported browsers have: a second visit
 * and an alarm work. What the build uses is compared with MDN's data in test/server/supported-browsers.test.ts.
 */
import { describe, it } from "vitest";
import { newOpenRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import { postAction } from "../harness/http";
import { setUpEngine } from "./setup";

/** Runs in the page before the app. */
function removeNewInterfaces(): void {
  const remove = (owner: object | undefined, names: readonly string[]): void => {
    for (const name of names) if (owner !== undefined) Reflect.deleteProperty(owner, name);
  };
  remove(Array.prototype, ["toSorted", "toReversed", "toSpliced", "with"]);
  remove(Array, ["fromAsync"]);
  remove(Navigator.prototype, [
    "userActivation",
    "wakeLock",
    "setAppBadge",
    "clearAppBadge",
    "serial",
    "hid",
  ]);
  remove(Object, ["groupBy"]);
  remove(Map, ["groupBy"]);
  remove(Promise, ["withResolvers", "try"]);
  remove(Set.prototype, ["union", "intersection", "difference", "isSubsetOf"]);
  remove(String.prototype, ["isWellFormed", "toWellFormed"]);
  remove(URL, ["canParse", "parse"]);
  remove(AbortSignal, ["any"]);
  remove(Response, ["json"]);
  remove(Uint8Array, ["fromBase64", "fromHex"]);
  remove(Uint8Array.prototype, ["toBase64", "toHex"]);
  remove(Element.prototype, ["checkVisibility"]);
  remove(Document.prototype, ["startViewTransition"]);
  remove(globalThis, ["Iterator", "documentPictureInPicture", "scheduler", "CloseWatcher"]);
}

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name, { hasFront: true });

  it("without the interfaces that old browsers lack, a second visit shows the room, rings and names the alarm in the title", async () => {
    const script = `;(${removeNewInterfaces.toString()})()`;
    if (!here.front.pageScript.includes(script)) here.front.pageScript += script;
    const room = newOpenRoom();
    const screen = await here.open(`${here.url}/r/${room}`);
    await screen.waitForText("1 person here");
    await screen.open(`${here.url}/r/${newOpenRoom()}`);
    await screen.waitForText("1 person here");
    await screen.open(`${here.url}/r/${room}`);
    await screen.waitForText("1 person here");
    await postAction(here.server, room, { action: "setup", work_duration: 2 });
    await screen.waitForText("00:02"); // a press applies to the room that its page shows
    await screen.pressTomato();
    await screen.waitForTomato("Work");
    await screen.waitForTomato("Break time");
    await screen.waitUntil("the title names the alarm", () => document.title.includes("Break time"));
    for (const sheet of ["Setup", "Share", "Join", "Host", "This device", "People", "History"]) {
      await screen.openSheet(sheet);
      await screen.closeSheet();
    }
  });
});
