/** The built app uses only what each supported browser has, or what it does without. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unsupportedInScripts, unsupportedInStyles } from "../harness/compat";
import { root } from "../harness/paths";

const FOLDER = `${root}dist/app/`;
/**
 * Scripts for a device on a cable, with the libraries of their makers. They are loaded when a person has chosen such a
 * device, which only Chrome and its relatives offer.
 */
const FOR_DEVICES = /^assets\/(?:openDeck|flash|esp|\w*[iI]nstall|usbIds|portBytes)/;
const filesOf = (end: string): string[] =>
  [...readdirSync(`${FOLDER}assets`).map((name) => `assets/${name}`), "sw.js"].filter((name) =>
    name.endsWith(end),
  );
const readAll = (names: readonly string[]): string[] =>
  names.map((name) => readFileSync(FOLDER + name, "utf8"));

/** Interfaces that the app asks for before it uses them. Without them the feature is not offered. */
const OPTIONAL = {
  "a board by a cable": ["getPorts", "requestPort", "getInfo"],
  "a board as a HID device": [
    "hid",
    "getDevices",
    "requestDevice",
    "sendReport",
    "sendFeatureReport",
    "productName",
  ],
  "the small window": ["documentPictureInPicture", "requestWindow"],
  "reading a QR code": ["BarcodeDetector", "detect"],
  "a press of the tomato before the rest of the screen is drawn": ["yield"],
  "a screen that stays on": ["wakeLock", "released"],
  "the badge of the installed app": ["setAppBadge", "clearAppBadge"],
  "links that an installed app opens": ["launchQueue", "setConsumer"],
  "vibration without a warning in the console": ["userActivation", "hasBeenActive"],
  "telling a room later that notifications are off": ["sync"],
  "a subscription that the browser has replaced": ["newSubscription", "oldSubscription"],
  "requests to the server that pass by the service worker": ["addRoutes"],
} as const;
/** Members of objects of our own and of libraries, which share their names with interfaces. */
const OTHERS = ["format", "region", "maximize", "transition", "toArray", "details", "caches"];
/** Members of devices and of their libraries that share their names with other interfaces; what a library asks for first. */
const OF_DEVICES =
  "SuppressedError asyncDispose check chunks getDevices last opened requestDevice segments serialNumber suppressed usb";
/** A browser without one of them shows the same with less comfort. */
const STYLES = {
  "accent-color": "sliders have the browser's colour",
  "text-wrap": "lines of a text have different lengths",
  "-webkit-tap-highlight-color": "only browsers for touch screens flash at a tap",
  "-webkit-touch-callout": "only iOS has a menu for a long press",
  "overscroll-behavior": "the page behind a sheet may scroll with it",
  "scrollbar-color": "scroll bars have the browser's colour",
  "forced-color-adjust":
    "a mark that carries a colour has the system's one, where the system replaces colours",
  "mask-image": "Chrome has it with a prefix, which stands beside it",
  "user-select": "Safari has it with a prefix, which the build adds",
  "paint-order": "in text of HTML; the app uses it in drawings, where every supported browser has it",
  ":has": "a pressed tomato is not squeezed",
  "color-mix()": "a chosen preset has a coloured edge, and no coloured ground",
} as const;

test("the scripts use only interfaces that every supported browser has, or that the app does without", () => {
  const scripts = filesOf(".js").filter((name) => !FOR_DEVICES.test(name));
  const found = [...unsupportedInScripts(readAll(scripts)).keys()].sort();
  expect(found).toEqual([...Object.values(OPTIONAL).flat(), ...OTHERS].sort());
});

test("the scripts for a device on a cable use only interfaces that the oldest Chrome has, or that they do without", () => {
  const scripts = filesOf(".js").filter((name) => FOR_DEVICES.test(name));
  expect(scripts.length).toBeGreaterThan(10);
  const found = [...unsupportedInScripts(readAll(scripts))].filter(([, lacking]) =>
    lacking.includes("chrome"),
  );
  expect(found.map(([name]) => name).sort()).toEqual(OF_DEVICES.split(" "));
});

test("the style sheets use only what every supported browser draws, or that the app does without", () => {
  const found = [...unsupportedInStyles(readAll(filesOf(".css")).join("\n")).keys()].sort();
  expect(found).toEqual(Object.keys(STYLES).sort());
});

test("the check finds an interface that is too new, and passes over one that is not", () => {
  expect([...unsupportedInScripts(["[3, 1].toSorted().at(-1)"])]).toEqual([["toSorted", ["chrome", "edge"]]]);
  expect([...unsupportedInStyles("a:has(b){color:red}").keys()]).toEqual([":has"]);
});
