/** A short form of `npm run disturb`. */
import { expect, test } from "vitest";
import { disturbClocks } from "./disturb-clocks";
import { disturbDescriptors } from "./disturb-descriptors";
import { disturbPower } from "./disturb-power";

test("floods of requests and sockets leave a server with 1,024 descriptors running, and one of idle connections costs a bystander seconds", async () => {
  expect(await disturbDescriptors({ rounds: 1 })).toHaveLength(1);
}, 120_000);

test("the server starts on what power cuts during its first start have left", async () => {
  expect(await disturbPower({ cuts: 4 })).toHaveLength(1);
}, 120_000);

test("a clock that is a month ahead for one start, a minute behind, or set back by an hour costs no room and delays no ring by more than seconds", async () => {
  expect(await disturbClocks({ rounds: 1, rooms: 3 })).toHaveLength(3);
}, 120_000);
