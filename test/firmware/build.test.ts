import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { testWith } from "../harness/with-tools";
import { describe, expect, it } from "vitest";

const build = fileURLToPath(new URL("../../firmware/arduino/build.mjs", import.meta.url));

describe("the committed firmware", () => {
  testWith("avr-gcc")(
    "the committed firmware is byte for byte what its source builds to, and the source builds for Uno, Nano and Leonardo without a warning",
    () => {
      const { status, stderr } = spawnSync(process.execPath, [build, "--check"], { encoding: "utf8" });
      expect(stderr).toBe(""); // an error names what is missing or different
      expect(status).toBe(0);
    },
    120_000,
  );

  it("the check fails without the compiler and says what to install", () => {
    const env = { ...process.env, PATH: "" };
    const { status, stderr } = spawnSync(process.execPath, [build, "--check"], { encoding: "utf8", env });
    expect(stderr).toContain("apt-get install gcc-avr avr-libc arduino-core-avr");
    expect(status).toBe(1);
  });
});
