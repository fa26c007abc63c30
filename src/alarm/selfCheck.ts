/** What this device will do at the end of a period when it is locked, as far as a page can know. PURE. */
import type { Platform } from "../device/platform";

export { platformOf } from "../device/platform";

/**
 * `unsupported`: this browser has no push; `home-screen`: only an app on the Home Screen has it; `blocked`: the person
 * has forbidden notifications; `no-server`: the server sends no pushes; `unknown`: the server did not answer.
 */
export type PushState = "unsupported" | "home-screen" | "blocked" | "no-server" | "unknown" | "off" | "on";
/** The name that the room stores for this device. It does not identify the person. */
export const deviceOf = (platform: Platform): string =>
  ({ ios: "iPhone or iPad", android: "Android", computer: "Computer" })[platform];

export interface Facts {
  readonly platform: Platform;
  /** Running as an installed app. */
  readonly installed: boolean;
  readonly push: PushState;
}

/** `maybe`: a page cannot know it, or it depends. */
export type Sign = "good" | "bad" | "maybe";
export type CheckName =
  | PushState
  | "iosInstalled"
  | "iosOld"
  | "androidInstalled"
  | "androidBrowser"
  | "computerRuns"
  | "silentSwitch"
  | "doNotDisturb"
  | "batteryAndroid"
  | "batteryIos"
  | "sleep";
export interface Check {
  readonly sign: Sign;
  readonly name: CheckName;
}

/** Whether this device shows a notification when it is locked. */
export const reachesLocked = ({ push }: Facts): boolean => push === "on";

/** The states in which no notification can come, so that there is nothing to say of how it comes. */
const IMPOSSIBLE: ReadonlySet<PushState> = new Set(["unsupported", "home-screen", "blocked", "no-server"]);

export function selfCheck({ platform, installed, push }: Facts): Check[] {
  const permission: Check = {
    sign: push === "on" ? "good" : push === "unknown" ? "maybe" : "bad",
    name: push,
  };
  if (IMPOSSIBLE.has(push)) {
    const isOld = platform === "ios" && installed && push === "unsupported";
    return isOld ? [permission, { sign: "bad", name: "iosOld" }] : [permission];
  }
  switch (platform) {
    case "ios":
      return [
        permission,
        ...(installed ? [{ sign: "good", name: "iosInstalled" } as const] : []),
        { sign: "maybe", name: "silentSwitch" },
        { sign: "maybe", name: "batteryIos" },
      ];
    case "android":
      return [
        permission,
        installed ? { sign: "good", name: "androidInstalled" } : { sign: "maybe", name: "androidBrowser" },
        { sign: "maybe", name: "silentSwitch" },
        { sign: "maybe", name: "batteryAndroid" },
      ];
    case "computer":
      return [
        permission,
        { sign: "maybe", name: "computerRuns" },
        { sign: "maybe", name: "doNotDisturb" },
        { sign: "maybe", name: "sleep" },
      ];
  }
}
