/* The sound while working and a chime of one's own, at the speaker of a real browser. */
import { describe, expect, it } from "vitest";
import { loudness, recordAlarm } from "../harness/alarm-recorder";
import { DESKTOP, tomato } from "../harness/browser";
import { act, setUpBrowser } from "../harness/browser-setup";
import { startWork } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { openDeviceSheet, openWithSound } from "../harness/sound-page";

const here = setUpBrowser();

describe("the sound while working", () => {
  it("rain is fetched when it is chosen, is heard while work runs, and stops within a second in a pause and a break", async () => {
    const { page, link, fetched } = await openWithSound(here, "rain");
    await expect.poll(() => fetched.some((path) => path.includes("workingSound-"))).toBe(true);
    await startWork(here.server, link, 600);
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.005);
    await act(here.server, link, { action: "hold" });
    const heldAt = Date.now();
    await expect.poll(() => loudness(page)).toBeLessThan(0.001);
    // The analyser looks back 0.7 s.
    expect(Date.now() - heldAt).toBeLessThan(2500);
    await act(here.server, link, { action: "resume" });
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.005);
    await act(here.server, link, { action: "skip" });
    await tomato(page, "Break time").waitFor();
    await expect.poll(() => loudness(page)).toBeLessThan(0.001);
    // Nothing plays, so its audio clock stands still.
    const states = (): Promise<string[]> =>
      page.evaluate(() => globalThis.alarmRecord.taps.map(({ context }) => context.state));
    await expect.poll(states).not.toContain("running");
  });

  it("of two tabs of a room one plays, and the other one goes on when it is closed", async () => {
    const { page, link } = await openWithSound(here, "rain");
    const other = await page.context().newPage();
    await recordAlarm(other);
    await other.goto(link.href);
    await waitForPeople(other, 2);
    await startWork(here.server, link, 600);
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.005);
    await tomato(other, "Work").waitFor();
    await other.mouse.click(20, 300); // an empty place: before a touch a page may make no sound
    const waiting = async (): Promise<(string | undefined)[]> =>
      other.evaluate(async () => ((await navigator.locks.query()).pending ?? []).map(({ name }) => name));
    await expect.poll(waiting).toContain("shared-pomodoro working sound");
    expect(await loudness(other)).toBe(0);
    await page.close();
    await expect.poll(() => loudness(other)).toBeGreaterThan(0.005);
  });
});

/** A WAV file with this tone. */
function wav(seconds: number, hz: number): Buffer {
  const rate = 8000;
  const data = Buffer.from(
    Uint8Array.from(
      { length: seconds * rate },
      (_, i) => 128 + 100 * Math.sin((2 * Math.PI * hz * i) / rate),
    ),
  );
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

describe("a chime of one's own", () => {
  it("a sound file becomes the chime and stays it after a reload, a file that is none is refused with a reason, and removing it brings the bell back", async () => {
    const page = await here.open(
      here.server.http,
      { ...DESKTOP, permissions: ["screen-wake-lock"] },
      recordAlarm,
    );
    await openDeviceSheet(page);
    const file = page.locator("dialog input[type=file]");
    const status = page.locator("dialog [role=status]");
    const chime = page.getByRole("combobox", { name: "Chime" });
    const choose = (name: string, buffer: Buffer): Promise<void> =>
      file.setInputFiles({ name, mimeType: "audio/wav", buffer });

    await choose("letter.wav", Buffer.from("no sound at all"));
    await status.getByText("This browser cannot play this file").waitFor();
    await choose("long.wav", wav(61, 440));
    await status.getByText("longer than a minute").waitFor();
    await choose("large.wav", Buffer.alloc(1_000_001));
    await status.getByText("larger than 1 MB").waitFor();
    expect(await chime.inputValue()).toBe("bell");

    await choose("gong.wav", wav(3, 440));
    await status.getByText("This is your chime now").waitFor();
    expect(await chime.inputValue()).toBe("own");
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.05);

    await page.reload();
    await openDeviceSheet(page);
    expect(await chime.inputValue()).toBe("own");
    await page.getByRole("button", { name: "Remove gong.wav" }).click();
    await expect.poll(() => chime.inputValue()).toBe("bell");
    expect(await page.getByRole("button", { name: "Remove gong.wav" }).count()).toBe(0);
  });
});
