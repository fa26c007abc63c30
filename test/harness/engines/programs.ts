/** Finds the programs of the engines. */
import { existsSync } from "node:fs";

/** Where Debian and others put each program; the first that exists is used. */
const PATHS = {
  firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
  webkitDriver: ["/usr/bin/WebKitWebDriver"],
  miniBrowser: [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
  ],
  xvfb: ["/usr/bin/Xvfb"],
} as const;
export type EngineProgram = keyof typeof PATHS;

export const findProgram = (program: EngineProgram): string | undefined =>
  PATHS[program].find((path) => existsSync(path));

/** Throws where the program is not installed. */
export function requireProgram(program: EngineProgram): string {
  const path = findProgram(program);
  if (path === undefined) throw new Error(`${program} is not at ${PATHS[program].join(", nor at ")}`);
  return path;
}
