/** `npm start`, as a server whose rooms ring. */
import { MAX_LATE_MS } from "../../party/platform/alarmTimes";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { startServer } from "../harness/server";
import { ageRooms, storedRevisions } from "../harness/stored-rooms";
import type { RingTarget } from "./rings";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Of a room after `posts`. */
const REVISION = 2;

export async function startRoomServer(): Promise<RingTarget> {
  const server = await startServer();
  return {
    name: "Shared Pomodoro",
    port: server.port,
    spreadMs: MAX_LATE_MS,
    pid: () => server.workerdPid,
    path: (room) => `/parties/main/${room}`,
    posts: [
      (at) =>
        JSON.stringify({ action: "setup", work_duration: Math.max(1, Math.round((at - Date.now()) / 1000)) }),
      () => JSON.stringify({ action: "press" }),
    ],
    deadlineIn: (answer) => (JSON.parse(answer) as RoomMessage).ends_at ?? NaN,
    isRing: (text) => text.includes('"rang_at"'),
    change: '{"action":"setup"}',
    crash: () => server.crash(),
    restart: () => server.restart(),
    untilOverdue: (rooms, deadline) => {
      const days = (deadline + MAX_LATE_MS - Date.now() + 1000) / DAY_MS;
      ageRooms(server.dataDir, Object.fromEntries(rooms.map((room) => [room, days])));
      return Promise.resolve();
    },
    rangAfter: () => {
      const seconds = /overdue rooms have had their turn after (\d+) s/.exec(server.output)?.[1];
      return seconds === undefined ? null : Number(seconds);
    },
    countNotRungOnce: (rooms) => {
      const revisions = storedRevisions(server.dataDir);
      return rooms.filter((room) => revisions[room] !== REVISION + 1).length;
    },
    dispose: () => server.dispose(),
  };
}
