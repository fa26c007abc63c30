/** All rules that a world must keep. */
import type { Faults } from "../faults";
import type { World } from "../world";
import { Actions } from "./actions";
import { Lights } from "./lights";
import { Pushes } from "./pushes";
import { Screens } from "./screens";
import { StoredRoom } from "./storedRoom";

/** Checks the world from now on: where a rule does not hold, it stops with its `violation`. */
export function check(world: World, faults: Faults): StoredRoom {
  const actions = new Actions(world);
  const room = new StoredRoom(world, actions, faults);
  actions.room = room;
  world.watchers.push(
    room,
    actions,
    new Screens(world, room, faults),
    new Lights(world, room, faults),
    new Pushes(world, room, faults),
  );
  return room;
}
