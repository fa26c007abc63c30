/** What people do: each happening becomes an action in a page, on a board, or over HTTP. */
import type { ActionInput } from "../room/createRoom";
import type { Item } from "../../party/shared/team";
import type { Page } from "./browser";
import type { Happening, PeopleKind } from "./happenings";
import { clickNotification } from "./serviceWorker";
import type { Device, World } from "./world";

const FREE = { isDead: false };

export function applyPeople(world: World, kind: PeopleKind, happening: Happening): void {
  const device = world.devices[Math.floor(happening.who * world.devices.length)]!;
  const { page } = device;
  const input = inputOf(kind, happening, world);
  if (input !== null) return act(page, input);
  switch (kind) {
    case "list":
      return page?.act((app) => app.editList((items) => edited(items, happening)));
    case "script":
      return sendScript(world, device, happening);
    case "boardPress":
      return press(device, 30 + 400 * happening.a);
    case "boardHold":
      return press(device, 1500 + 1500 * happening.a);
    case "boardHoldOver": {
      // Somebody presses before it has been held for long enough to skip.
      press(device, 1500);
      const other = { ...happening, kind: "people:press", who: happening.b } as const;
      return void world.core.after(100 + 500 * happening.a, FREE, () => world.apply(other));
    }
    case "open":
      if (page === null) openPage(device, happening.a);
      else if (happening.a < 0.1 && device.browser.pages.size < 2) openPage(device, happening.b);
      return;
    case "close":
      if (page !== null) closePage(world, page, happening.a < 0.5);
      return;
    case "reload":
      page?.end();
      openPage(device, happening.a);
      return;
    case "hide":
      return page?.setVisible(false);
    case "show":
      return page?.setVisible(true);
    case "notify":
      if (!device.setting.notifies) return;
      device.browser.permission = "granted";
      return page?.act((app) => void app.turnNotificationsOn());
    case "notifyOff":
      return page?.act((app) => void app.turnNotificationsOff());
    case "click": {
      const shown = device.browser.notifications.at(-1);
      if (shown === undefined || device.browser.isAsleep) return;
      clickNotification(device.browser, shown, shown.actions.length > 0 && happening.a < 0.8 ? "press" : "");
      return;
    }
    case "clearHistory":
      world.network.request(
        device.access,
        `/parties/main/${world.setting.room}/history`,
        { method: "DELETE", headers: authorization(world) },
        () => {},
      );
  }
}

function inputOf(kind: PeopleKind, { a, b }: Happening, { setting, core }: World): ActionInput | null {
  const work = setting.durations?.work ?? 1500;
  const rest = setting.durations?.rest ?? 300;
  switch (kind) {
    case "press":
    case "skip":
    case "hold":
    case "resume":
    case "reset":
    case "undo":
    case "next":
      return { action: kind };
    case "extend":
      return { action: "extend", seconds: 1 + Math.floor(a * (b < 0.1 ? 3600 : 120)) };
    case "setup":
    case "setupNext":
      return {
        action: "setup",
        ...(kind === "setupNext" ? { when: "next" } : {}),
        work_duration: Math.max(1, Math.round(work * (0.5 + a))),
        break_duration: Math.max(1, Math.round(rest * (0.5 + b))),
        number_cycles: 1 + Math.floor(4 * a),
        long_break_duration: b < 0.5 ? 0 : Math.round(300 * b),
        auto_continue: a < 0.4 ? 0 : 5 + Math.floor(60 * b),
      };
    case "turns": {
      if (a < 0.2) return { action: "turns", names: null };
      const names = ["Ada", "Bo", "Cy"].map((name, i) => ({ name, away: i > 0 && b < 0.3 * i }));
      return { action: "turns", names, at: Math.floor(3 * a) };
    }
    case "start":
      return { action: "start", at: a < 0.2 ? null : Math.floor(core.now + 1_800_000_000_000 + 600_000 * b) };
    default:
      return null;
  }
}

const act = (page: Page | null, input: ActionInput): void => page?.act((app) => app.act(input));

const WORDS = ["tea", "mail", "plan", "call", "code", "rest"] as const;
function edited(items: readonly Item[], { a, b, at }: Happening): readonly Item[] {
  const one = items[Math.floor(a * items.length)];
  if (one === undefined || (b < 0.4 && items.length < 8))
    return [
      ...items,
      { id: `i${Math.floor(at)}-${Math.floor(a * 1e6)}`, text: WORDS[Math.floor(6 * b)]!, done: false },
    ];
  if (b < 0.8) return items.map((item) => (item === one ? { ...item, done: !item.done } : item));
  return items.filter((item) => item !== one);
}

const authorization = ({ setting }: World): Record<string, string> =>
  setting.key === null ? {} : { authorization: `Bearer ${setting.key}` };

/** A script presses over HTTP; with `on`, as the documentation says, where it may send again. */
function sendScript(world: World, { access, setting }: Device, { a, b, at }: Happening): void {
  const action = ["press", "hold", "resume", "skip"][Math.floor(4 * a)];
  const body = { action, name: `${setting.name}'s script`, id: `s${at}` };
  const path = `/parties/main/${world.setting.room}`;
  const headers = { ...authorization(world), "content-type": "application/json" };
  if (b < 0.5) {
    world.network.request(access, path, { method: "POST", headers, body: JSON.stringify(body) }, () => {});
    return;
  }
  world.network.request(access, path, {}, (response) => {
    if (response?.status !== 200) return;
    const { rev, now } = JSON.parse(response.text_) as { rev: number; now: number };
    const init = {
      method: "POST",
      headers,
      body: JSON.stringify({ ...body, on: rev, until: now + 5000 }),
    };
    for (let i = 0; i < (b < 0.75 ? 2 : 1); i++) world.network.request(access, path, init, () => {});
  });
}

function press({ board, world }: Device, holdMs: number): void {
  if (board === null) return;
  board.setButton(true);
  world.core.after(holdMs, FREE, () => board.setButton(false));
}

export function openPage(device: Device, a: number): void {
  const page = device.browser.open();
  const { browser, setting } = device;
  if (setting.notifies && browser.subscription === null && a > 0.4)
    device.world.core.after(2000 + 5000 * a, FREE, () => {
      browser.permission = "granted";
      page.act((app) => void app.turnNotificationsOn());
    });
  if (device.board === null || a < 0.1) return;
  // The person connects the board, where the page does not do so by itself.
  device.world.core.after(300 + 3000 * a, FREE, () =>
    page.act((app) => {
      if (app.boardPhase() === "off" && app.role() === "control") void app.connectBoard();
    }),
  );
}

/** `isByApp`: the app closes everything itself, and must leave nothing behind. */
export function closePage(world: World, page: Page, isByApp: boolean): void {
  if (!isByApp || !page.isRunning || page.app === null) return page.end();
  page.dispose();
  world.core.after(130_000, FREE, () => {
    const { timers, workerTimers, document, window, sockets } = page;
    const left = timers.count + workerTimers.count + sockets.size;
    const listeners = document.listenerCount() + window.listenerCount() + (page.serial?.listenerCount() ?? 0);
    if (left > 0 || listeners > 0)
      world.core.fail(
        "nothing is left when all is closed",
        `${page.name}: ${timers.count} timers, ${workerTimers.count} of the board, ${sockets.size} sockets, ${listeners} listeners`,
      );
    page.end();
  });
}
