/** Where the app begins: finds its room, then draws it. */
import "./theme.css";
import { render } from "solid-js/web";
import { App } from "./App";
import { arrive } from "../room/route";
import { controlsIn } from "../i18n/controlsIn";
import { languageOf } from "../i18n/languages";
import { speak } from "../i18n/language";
import { savedWishes } from "../device/storage";
import { isInstalled, listenForInstall } from "../device/install";
import { sendForRest } from "./lazyScreen";
import { askedSheet } from "../ui/createSheets";
import { applyTheme } from "../ui/theme";

listenForInstall();
document.fonts.load("1em Ranchers").catch(() => {}); // before there are words to write
void begin(document.getElementById("app"));

// Another room's link typed or pasted into the address bar changes only the fragment or comes from the history.
addEventListener("hashchange", () => location.reload());

// No await at the top: every other part imports this file's bundle, and could find it half done.
async function begin(root: HTMLElement | null): Promise<void> {
  if (root === null) throw new Error("the page has no place for the app");
  if (new URLSearchParams(location.search).get("view") === "overlay")
    document.documentElement.dataset["view"] = "overlay";
  else sendForRest(); // it is on its way while the device is asked what it remembers
  const sheet = askedSheet();
  const [arrival, wishes] = await Promise.all([
    arrive({ url: new URL(location.href), installed: isInstalled() }),
    savedWishes(),
  ]);
  applyTheme(wishes.theme);
  const language = languageOf(wishes.language, navigator.languages);
  await speak(language);
  // What the first view says next is sent for along with its code, not after it.
  if (language !== "en") controlsIn[language]().catch(() => {}); // whoever needs it will see
  render(() => <App arrival={arrival} wishes={wishes} sheet={sheet} />, root);
}
