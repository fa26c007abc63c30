/** Installing on iOS and iPadOS, where no browser has a prompt. */
import { isInstalled } from "./install";
import { platformOf } from "./platform";

/** Whether the app has to be added to the Home Screen by hand. */
export const needsHomeScreen = (): boolean =>
  platformOf(navigator.userAgent, navigator.maxTouchPoints) === "ios" && !isInstalled();
