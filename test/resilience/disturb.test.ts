/** A short form of `npm run disturb`. */
import { expect, test } from "vitest";
import { disturbDescriptors } from "./disturb-descriptors";
import { disturbPower } from "./disturb-power";

test("floods of requests and sockets leave a server with 1,024 descriptors running, and one of idle connections costs a bystander seconds", async () => {
  expect(await disturbDescriptors({ rounds: 1 })).toHaveLength(1);
}, 120_000);

test("the server starts on what power cuts during its first start have left", async () => {
  expect(await disturbPower({ cuts: 4 })).toHaveLength(1);
}, 120_000);
