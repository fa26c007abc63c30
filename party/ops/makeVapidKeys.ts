/** `npm run vapid`: makes the keys by which push services know a deployed server, and keeps them in .vapid.json. */
import { existsSync } from "node:fs";
import { print } from "./print";
import { deploymentKeysFile, readOrMakeKeys } from "./vapidKeys";

export function main(): void {
  const file = deploymentKeysFile(process.env);
  const existed = existsSync(file);
  try {
    readOrMakeKeys(file);
    print(
      `${file} ${existed ? "is there already" : "is made"}; ` +
        "keep it: with other keys nobody who has subscribed can be reached",
    );
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
