/** A short form of `npm run disturb`. */
import { expect, test } from "vitest";
import { smallDiskProblem } from "../harness/small-disk";
import { testWith } from "../harness/with-tools";
import { disturbClocks } from "./disturb-clocks";
import { disturbDescriptors } from "./disturb-descriptors";
import { disturbDisks } from "./disturb-disks";
import { disturbFiles } from "./disturb-files";
import { disturbOverdue } from "./disturb-overdue";
import { disturbPower } from "./disturb-power";

test("floods of requests, bodies and sockets leave a server with 1,024 descriptors running, and one of idle connections delays a bystander by seconds", async () => {
  expect(await disturbDescriptors({ rounds: 1 })).toHaveLength(4);
});

testWith("Python")(
  "more overdue rooms than a server has file descriptors for take turns at its start, leave presses answered, and all ring although it is killed in between",
  async () => {
    expect(await disturbOverdue({ rooms: 600 })).toHaveLength(1);
  },
  240_000,
);

test("the server starts on what power cuts during its first start have left", async () => {
  expect(await disturbPower({ cuts: 4 })).toHaveLength(1);
});

testWith("C compiler")(
  "a clock that is a month ahead for one start, a minute behind, or set back by an hour or by 1.5 s costs no room, delays no ring by more than seconds, also on a full disk, and moves no set start",
  async () => {
    expect(await disturbClocks({ rounds: 1, rooms: 3 })).toHaveLength(6);
  },
);

test("a full disk loses nothing that was acknowledged, announces nothing else, and a room rings within seconds after there is space", async ({
  skip,
}) => {
  const problem = smallDiskProblem();
  if (problem !== null) console.warn(`No small disk can be mounted here: ${problem}`);
  skip(problem !== null, "no small disk can be mounted here");
  expect(await disturbDisks({ fullMs: 0, cycles: 2 })).toHaveLength(4);
});

test("a replaced data folder ends the server, and rooms ring by themselves after the list of alarms was damaged", async () => {
  expect(await disturbFiles()).toHaveLength(2);
});
