/** What only the DNS knows: a name that leads into a private network. No connection is made, whatever the name. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderOfTest } from "../harness/each-test";
import type { HookWorld } from "../harness/hook-world";
import { root } from "../harness/paths";
import { requireTools } from "../harness/with-tools";

/** By name: an address that this machine has in the network of the test. */
const PRIVATE = {
  "loop4.hooks.test": "127.0.0.1",
  "loop6.hooks.test": "::1",
  "mapped.hooks.test": "::ffff:127.0.0.1",
  "zero.hooks.test": "0.0.0.0",
  "home10.hooks.test": "10.9.8.7",
  "home172.hooks.test": "172.16.9.8",
  "home192.hooks.test": "192.168.9.8",
  "shared.hooks.test": "100.64.9.8",
  "link.hooks.test": "169.254.169.254",
  "unique.hooks.test": "fd00::7",
};
/** A public address, by name and as itself: it proves that a connection would have been seen. */
const PUBLIC = { "public.hooks.test": "93.184.215.14" };
const ADDED = [...Object.values(PRIVATE), ...Object.values(PUBLIC)].filter(
  (address) => !/^(?:127|0\.|::)/.test(address),
);

/** Loopback is up and has the addresses; the file of names is the test's. All of it ends with the process. */
const SCRIPT = `
  ip link set lo up
  for address in ${ADDED.join(" ")}; do ip addr add "$address" dev lo; done
  mount --bind "$1" /etc/hosts
  exec "$2" --import tsx test/harness/hook-world.ts
`;
requireTools("unshare", "mount", "ip");

test("no connection is made to a name that leads to a loopback, private or link-local address, also where HOOK_ORIGINS is set", ({
  skip,
}) => {
  const trial = spawnSync("unshare", ["--mount", "--net", "true"], { encoding: "utf8" });
  if (trial.status !== 0) console.warn(`No network can be made here: ${trial.stderr}`);
  skip(trial.status !== 0, "no network can be made here");
  const hosts = join(folderOfTest(), "hosts");
  const lines = Object.entries({ ...PRIVATE, ...PUBLIC }).map(([name, address]) => `${address} ${name}\n`);
  writeFileSync(hosts, lines.join(""));
  const command = ["--mount", "--net", "--propagation", "private", "sh", "-e", "-c", SCRIPT, "sh", hosts];
  const { stdout, stderr } = spawnSync("unshare", [...command, process.execPath], {
    cwd: root,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  const { answers, reached, allowed } = JSON.parse(stdout) as HookWorld;
  expect(Object.keys(answers)).toEqual(Object.keys({ ...PRIVATE, ...PUBLIC }));
  expect(new Set(Object.values(answers))).toEqual(new Set([null]));
  expect(reached).toEqual(["::ffff:93.184.215.14"]);
  expect(allowed).toBe(204);
});
