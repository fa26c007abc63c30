/** The entry of `/simulator`: the real code of the app and the server in a simulated world, to be watched and broken. */
import "../theme.css";
import { render } from "solid-js/web";
import * as programs from "virtual:simulated-programs";
import { inTime } from "../../device/inTime";
import { getPreference, loadPreferences } from "../../device/pagePreferences";
import { LANGUAGE_CHOICE } from "../../device/preferences";
import { setLanguage } from "../../i18n/language";
import { resolveLanguage } from "../../i18n/languages";
import { applyTheme } from "../../ui/theme";
import { Simulator } from "./Simulator";

document.fonts.load("1em Ranchers").catch(() => {}); // starts the request before there is text in this font
void start(document.getElementById("app")!); // simulator.html has it

async function start(container: HTMLElement): Promise<void> {
  await loadPreferences();
  applyTheme();
  await inTime(setLanguage(resolveLanguage(getPreference(LANGUAGE_CHOICE), navigator.languages)));
  render(() => <Simulator programs={programs} />, container);
}
