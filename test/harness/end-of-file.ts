/** After each file of tests that share their modules: no simulated time and no replaced global stays for the next file. */
import { afterAll, vi } from "vitest";

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
