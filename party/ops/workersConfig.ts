/** What wrangler needs to know to upload the rooms as a Worker with Durable Objects. */
import { join } from "node:path";
import { root } from "./root";

/** The configuration, as wrangler reads it from a file. `domain`: a host name of the operator's own, or null. */
export const workersConfig = (domain: string | null): object => ({
  name: "shared-pomodoro",
  main: join(root, ".selfhost/cloudWorker.js"),
  compatibility_date: "2024-07-18", // as in partykit.json and config.capnp, and so is the flag
  compatibility_flags: ["no_web_socket_compression"],
  // The worker answers every request, so that each file has the headers that it has under `npm start`.
  assets: {
    directory: join(root, "dist/app"),
    binding: "ASSETS",
    run_worker_first: true,
    html_handling: "none",
    not_found_handling: "none",
  },
  durable_objects: { bindings: [{ name: "ROOMS", class_name: "RoomObject" }] },
  // Each later change of the class needs a migration of its own; this one stays as it is.
  migrations: [{ tag: "v1", new_sqlite_classes: ["RoomObject"] }],
  workers_dev: domain === null,
  ...(domain === null ? {} : { routes: [{ pattern: domain, custom_domain: true }] }),
  send_metrics: false,
});
