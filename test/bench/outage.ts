/**
 * How long after an outage each browser engine shows the live room again. The server is away in two ways: `ended`, its
 * process was killed, so that connections are refused; `silent`, its network drops everything, and the connections of
 * that time never continue.
 */
import { buildIfNeeded } from "../../party/ops/build";
import { newOpenRoom } from "../harness/client";
import { ENGINES, ENGINE_NAMES } from "../harness/engines/engines";
import type { Tab } from "../harness/engines/engine";
import { postAction } from "../harness/http";
import { Network } from "../harness/network";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { delay, waitFor, within } from "../harness/wait";
import { printTable } from "./report";

const SECONDS = [10, 60, 150, 600];
/** How long it is waited for a page that does not come back, in ms. */
const PATIENCE_MS = 120_000;

/** A server that can be taken away. */
interface Away {
  readonly name: string;
  /** The address of the app. */
  readonly url: string;
  /** The same, through the network that drops everything. */
  readonly server: Server;
  end(): Promise<void>;
  /** Resolves when it answers again, with that moment in epoch ms. */
  begin(): Promise<number>;
  dispose(): Promise<void>;
}

/** Now, or null where the server does not answer. */
const askedAt = ({ http }: Server): Promise<number | null> =>
  fetch(`${http}/robots.txt`).then(
    () => Date.now(),
    () => null,
  );

async function startEnding(): Promise<Away> {
  const server = await startServer();
  return {
    name: "ended",
    url: server.http,
    server,
    end: () => server.crash(),
    async begin() {
      const answered = waitFor("the server answers", () => askedAt(server), PATIENCE_MS);
      await server.restart();
      return answered;
    },
    dispose: () => server.dispose(),
  };
}

async function startSilenced(): Promise<Away> {
  const server = await startServer();
  const network = await Network.start(server.port);
  return {
    name: "silent",
    url: network.url,
    server,
    end: () => Promise.resolve(network.lose()),
    begin() {
      network.restore();
      return Promise.resolve(Date.now());
    },
    async dispose() {
      await network.close();
      await server.dispose();
    },
  };
}
const WAYS = [startEnding, startSilenced];

/** Runs in the page: notes when it is connected again. */
function noteConnection(): void {
  const page = globalThis as unknown as { liveSince: number | null };
  page.liveSince = Date.now();
  setInterval(() => {
    const isLive =
      document.querySelector("[data-connection=open]") !== null &&
      /\d (?:person|people) here/.test(document.querySelector("header")?.textContent ?? "");
    if (!isLive) page.liveSince = null;
    else page.liveSince ??= Date.now();
  }, 20);
}
const readLiveSince = (): number | null => (globalThis as unknown as { liveSince: number | null }).liveSince;

/** Waits until the page shows the text; a busy machine takes its time. */
const waitForPage = (tab: Tab, text: string): Promise<unknown> =>
  waitFor(
    `a page shows ${text}`,
    () => tab.evaluate((text) => document.body.innerText.includes(text), text).catch(() => false),
    PATIENCE_MS,
  );

/** Prints a table with a row for each engine, and a column for each way and length of the outage in s. */
export async function benchOutage(seconds: readonly number[] = SECONDS): Promise<void> {
  await buildIfNeeded(); // not by two servers at once
  const columns = await Promise.all(
    WAYS.map(async (start) => {
      const { name, versions, columns } = await measureWay(start, seconds);
      return { versions, columns: columns.map((column, i) => [`${name}, ${seconds[i]} s`, ...column]) };
    }),
  );
  const cells = columns.flatMap((one) => one.columns);
  printTable(
    ["live again after, in s", ...cells.map(([head = ""]) => head)],
    ENGINE_NAMES.map((name, i) => [
      `${name} ${columns[0]?.versions[i]}`,
      ...cells.map((column) => column[i + 1] ?? ""),
    ]),
    1,
  );
}

/** The cells by length and engine. */
async function measureWay(
  start: () => Promise<Away>,
  seconds: readonly number[],
): Promise<{ name: string; versions: string[]; columns: string[][] }> {
  const away = await start();
  const engines = await Promise.all(ENGINE_NAMES.map((name) => ENGINES[name]()));
  try {
    const columns: string[][] = [];
    for (const length of seconds) {
      const room = newOpenRoom();
      // A page of its own for each outage, since browsers remember the failures of the one before.
      const tabs = await Promise.all(engines.map((engine) => engine.open()));
      await Promise.all(tabs.map((tab) => tab.goto(`${away.url}/r/${room}`)));
      await Promise.all(tabs.map((tab) => waitForPage(tab, "3 people here")));
      await Promise.all(tabs.map((tab) => tab.evaluate(noteConnection, null)));
      const endedAt = Date.now();
      await away.end();
      await delay(length * 1000);
      const upAt = await away.begin();
      const column = await Promise.all(tabs.map((tab) => measure(tab, endedAt, upAt)));
      console.error(`${away.name}, ${length} s: ${column.join(", ")}`); // the table comes minutes later
      columns.push(column);
      await postAction(away.server, room, { action: "press" });
      await Promise.all(tabs.map((tab) => waitForPage(tab, "Work ends at")));
      await Promise.all(tabs.map((tab) => tab.close()));
    }
    return { name: away.name, versions: engines.map(({ version }) => version), columns };
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
    await away.dispose();
  }
}

/** How long after `upAt` the page was connected for good, in s. */
async function measure(tab: Tab, endedAt: number, upAt: number): Promise<string> {
  const since = await waitFor(
    "the page is connected",
    () => within(PATIENCE_MS, "an answer of the page", tab.evaluate(readLiveSince, null)),
    PATIENCE_MS,
  ).catch(() => null);
  if (since === null) return `over ${PATIENCE_MS / 1000}`;
  if (since < endedAt) return "never lost";
  return (Math.max(0, since - upAt) / 1000).toFixed(1);
}
