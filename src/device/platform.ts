/** The kind of device, as far as it decides how an app is installed and notified. PURE. */

export type Platform = "ios" | "android" | "computer";

/** An iPad gives the user agent of a Mac, but a Mac has no touch screen. All browsers of iOS have the same engine. */
export function platformOf(userAgent: string, touchPoints: number): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return "ios";
  return /Android/.test(userAgent) ? "android" : "computer";
}
