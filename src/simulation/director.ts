/** Lets the happenings of a world happen. */
import { Faults } from "./faults";
import type { FaultKind, Happening, PeopleKind } from "./happenings";
import { applyPeople, closePage, openPage } from "./people";
import type { World } from "./world";

/** Makes what happens to a world from outside. Returns its faults. */
export function direct(world: World): Faults {
  const faults = new Faults(world);
  world.apply = (happening: Happening) => {
    const [group, kind] = happening.kind.split(":");
    switch (group) {
      case "people":
        return applyPeople(world, kind as PeopleKind, happening);
      case "fault":
        return faults.apply(kind as FaultKind, happening);
      case "heal":
        faults.heal();
        for (const { page } of world.devices) if (happening.a < 0.7) page?.setVisible(true);
        return;
      case "leave":
        for (const { browser } of world.devices)
          for (const page of browser.pages) closePage(world, page, happening.a < 0.5);
        return;
      case "arrive":
        for (const device of world.devices)
          if (device.page === null) {
            const waitMs = 3000 * world.core.random(`arrive ${happening.at} ${device.index}`).next();
            world.core.after(waitMs, { isDead: false }, () => {
              if (device.page === null) openPage(device, happening.b);
            });
          }
    }
  };
  return faults;
}
