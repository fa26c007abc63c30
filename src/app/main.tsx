/** The entry of the app: finds out which room the page shows, then draws it. */
import "./theme.css";
import { render } from "solid-js/web";
import { isOverlay } from "../../party/shared/overlay";
import { inTime } from "../device/inTime";
import { isInstalled, listenForInstall } from "../device/install";
import { getPreference, loadPreferences } from "../device/pagePreferences";
import { LANGUAGE_CHOICE } from "../device/preferences";
import { translations } from "../i18n/controls/words/translations";
import { setLanguage } from "../i18n/language";
import { resolveLanguage } from "../i18n/languages";
import { watchPresses } from "../device/presses";
import { routePage } from "../room/route";
import { sheetFromUrl } from "../ui/createSheets";
import { applyTheme } from "../ui/theme";
import { App } from "./App";
import { preloadScreenParts } from "./lazyScreen";

watchPresses(document);
listenForInstall();
document.fonts.load("1em Ranchers").catch(() => {}); // starts the request before there is text in this font
void start(document.getElementById("app")!); // the build makes sure of it

// A link that is typed or pasted into the address bar may differ from this one in its fragment only.
addEventListener("hashchange", () => location.reload());

// Not a top-level await: the other files of the build import this one, and would run before it has finished.
async function start(container: HTMLElement): Promise<void> {
  const url = new URL(location.href); // `routePage` changes the address
  if (isOverlay(url)) document.documentElement.dataset["view"] = "overlay";
  else preloadScreenParts(); // loads while the stored data is read
  const [route] = await Promise.all([routePage({ url, installed: isInstalled() }), loadPreferences()]);
  applyTheme();
  const language = resolveLanguage(getPreference(LANGUAGE_CHOICE), navigator.languages);
  await inTime(setLanguage(language)); // words that come later appear when they are there
  // Starts the request early. The code that needs these words imports them again, and handles an error.
  translations[`./${language}.ts`]?.().catch(() => {});
  render(() => <App route={route} sheet={sheetFromUrl(url)} />, container);
}
