import { describe, expect, test } from "vitest";
import { reachLine } from "../../../party/ops/reach";

const INTERFACES = {
  lo: [{ address: "127.0.0.1", family: "IPv4", internal: true } as const],
  wlan0: [
    { address: "192.168.1.10", family: "IPv4", internal: false } as const,
    { address: "fe80::1", family: "IPv6", internal: false } as const,
  ],
};

describe("what npm start says about who reaches the server", () => {
  test.each(["127.0.0.1", "::1"])("a server on %s says how the network can reach it", (host) => {
    expect(reachLine(host, 1999, INTERFACES)).toContain("HOST=0.0.0.0");
  });

  test.each(["0.0.0.0", "::"])("a server on %s names its addresses in the network", (host) => {
    expect(reachLine(host, 1999, INTERFACES)).toMatch(/^In your network: http:\/\/192\.168\.1\.10:1999 \(/);
    expect(reachLine(host, 1999, {})).toBeNull();
  });

  test("a server on one chosen address says no more", () => {
    expect(reachLine("192.168.1.10", 1999, INTERFACES)).toBeNull();
  });
});
