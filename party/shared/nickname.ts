/**
 * What people call a room. Most private rooms have three words, computed from the id: easier to say and to recognise
 * than 22 letters. PURE.
 */
import { isOpenRoom } from "./access";

const FIRST =
  "brave calm clever cosy eager fresh gentle golden happy honest jolly kind lively lucky merry mighty mild neat noble patient plucky proud quick quiet ripe rosy shiny smart sunny swift warm wise".split(
    " ",
  );
const SECOND =
  "amber azure cherry clover copper coral cream crimson fern ginger green hazel honey indigo ivory jade lemon lilac maple mint olive orange peach pearl plum poppy red ruby saffron scarlet silver violet".split(
    " ",
  );
const THIRD =
  "badger basil bear bee beetle bird crane deer duck finch fox garden goose hare hedgehog heron kettle kitchen lark lynx mole newt otter owl pepper robin seed stork swan thyme tomato wren".split(
    " ",
  );

export function nicknameOf(room: string): string {
  // The hash is FNV-1a: similar ids give different words. It need not be cryptographic, since an id is no secret.
  let hash = 0x811c9dc5;
  for (let i = 0; i < room.length; i++) hash = Math.imul(hash ^ room.charCodeAt(i), 0x01000193) >>> 0;
  const word = (list: readonly string[], shift: number): string => list[(hash >>> shift) % list.length] ?? "";
  return [word(FIRST, 0), word(SECOND, 9), word(THIRD, 18)].join(" ");
}

/** An open room is called by its id, a private one by its title or else by its nickname. */
export const nameOf = (room: string, title?: string): string =>
  isOpenRoom(room) ? room : title || nicknameOf(room);
