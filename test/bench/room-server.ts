/** `npm start`, as a server whose rooms ring. */
import { MAX_LATE_MS } from "../../party/platform/alarmTimes";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { startServer } from "../harness/server";
import { countDueAlarms } from "../harness/stored-rooms";
import type { RingTarget } from "./rings";

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
    overdueMs: () => Number(/they ring within (\d+) s/.exec(server.output)?.[1] ?? 0) * 1000,
    countDue: () => countDueAlarms(server.dataDir),
    dispose: () => server.dispose(),
  };
}
