// npm run vapid: the keys by which push services will know a deployed server, made once and kept in .vapid.json.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vapidFor } from "./vapidKeys.mjs";

const file = process.env["VAPID_FILE"] ?? fileURLToPath(new URL("../../.vapid.json", import.meta.url));
const wasThere = existsSync(file);
try {
  vapidFor({}, file);
  const keep = "keep it: with other keys nobody who has subscribed can be reached";
  console.log(`${file} ${wasThere ? "is there already" : "is made"}; ${keep}`);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
