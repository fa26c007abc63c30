/** What this device will do when it is locked, from what a page can know of it. PURE. */

/**
 * `unsupported`: this browser cannot; `home-screen`: it can from the Home Screen only; `blocked`: the person has
 * forbidden it; `no-server`: the server sends none; `unknown`: the server could not be asked.
 */
export type PushState = "unsupported" | "home-screen" | "blocked" | "no-server" | "unknown" | "off" | "on";
export type Platform = "ios" | "android" | "computer";

/** iPads say that they are Macs, but no Mac has a touch screen. */
export function platformOf(userAgent: string, touchPoints: number): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return "ios";
  return /Android/.test(userAgent) ? "android" : "computer";
}
/** How the room lists this device; nothing that tells one from another of its kind. */
export const deviceOf = (platform: Platform): string =>
  ({ ios: "iPhone or iPad", android: "Android", computer: "Computer" })[platform];

export interface Facts {
  readonly platform: Platform;
  /** Running as an installed app. */
  readonly installed: boolean;
  readonly push: PushState;
}

/** `maybe`: no page can find out, or it depends. */
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

/** The verdict first: whether anything at all reaches this device when it is locked. */
export const reachesLocked = ({ push }: Facts): boolean => push === "on";

export function selfCheck({ platform, installed, push }: Facts): Check[] {
  const permission: Check = {
    sign: push === "on" ? "good" : push === "unknown" ? "maybe" : "bad",
    name: push,
  };
  switch (platform) {
    case "ios": {
      const place: Check[] = installed
        ? [push === "unsupported" ? { sign: "bad", name: "iosOld" } : { sign: "good", name: "iosInstalled" }]
        : []; // the first line has said it
      return [
        permission,
        ...place,
        { sign: "maybe", name: "silentSwitch" },
        { sign: "maybe", name: "batteryIos" },
      ];
    }
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
