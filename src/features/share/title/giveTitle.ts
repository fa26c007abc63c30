/** Gives a private room that nobody has used yet the name of the open room that it was started from. */
import { toSafeName } from "../../../../party/shared/limits";
import { getPreference } from "../../../device/pagePreferences";
import { USER_NAME } from "../../../device/preferences";
import { askRoom } from "../../../room/askRoom";
import type { Link } from "../../../room/link";

/** Never rejects. */
export async function giveTitle({ room, key }: Link, name: string): Promise<void> {
  const action = { action: "title", title: toSafeName(name) } as const;
  await askRoom(room, { action: { action, name: getPreference(USER_NAME), key } });
}
