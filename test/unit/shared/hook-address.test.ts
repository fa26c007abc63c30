/** Which addresses a webhook may have. */
import { describe, expect, test } from "vitest";
import { hintOf, readHookAddress } from "../../../party/shared/hookAddress";

const read = (text: string, origins: readonly string[] = []): string => {
  const url = readHookAddress(text, origins);
  return typeof url === "string" ? url : url.href;
};

describe("the address of a webhook", () => {
  test.each([
    "https://hooks.slack.com/services/T0/B0/x",
    "https://example.org:8443/hook?key=a%20b",
    "https://93.184.215.14/hook",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    "https://münchen.example/",
    "https://local.example.org/",
  ])("%s is allowed", (text) => {
    expect(read(text)).toBe(new URL(text).href);
  });

  test("spaces around an address and its fragment are dropped", () => {
    expect(read("  https://example.org/hook#part ")).toBe("https://example.org/hook");
  });

  test.each([
    [
      "none",
      "",
      "hook",
      "example.org/hook",
      "//example.org",
      "ftp://example.org/",
      "javascript:alert(1)",
      "https://",
    ],
    ["http", "http://example.org/hook", "HTTP://example.org/"],
    ["user", "https://kim@example.org/", "https://:pass@example.org/"],
    ["long", `https://example.org/${"x".repeat(2048)}`, `https://example.org/${"ü".repeat(1000)}`],
    [
      "private",
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0x7f.0.0.1/",
      "https://0/",
      "https://10.1.2.3/",
      "https://100.64.0.1/",
      "https://169.254.169.254/latest/meta-data",
      "https://172.16.0.1/",
      "https://192.168.1.1/",
      "https://224.0.0.1/",
      "https://255.255.255.255/",
      "https://[::]/",
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://[::ffff:a00:1]/",
      "https://[::7f00:1]/",
      "https://[64:ff9b::7f00:1]/",
      "https://[2002:7f00:1::]/",
      "https://[fe80::1]/",
      "https://[fec0::1]/",
      "https://[fd00::1]/",
      "https://[ff02::1]/",
      "https://localhost/",
      "https://LOCALHOST./",
      "https://app.localhost/",
      "https://printer/",
      "https://printer.local/",
      "https://nas.home.arpa/",
      "https://metadata.google.internal/",
      "https://router.lan./",
    ],
  ])("an address is refused as %s", (problem, ...texts) => {
    for (const text of texts) expect([text, read(text)]).toEqual([text, problem]);
  });

  test("an origin that the operator names may use http and have a private host, and no other one", () => {
    const origins = ["http://192.168.1.5:8123", "http://ha.local"];
    expect(read("http://192.168.1.5:8123/api/webhook/x", origins)).toBe(
      "http://192.168.1.5:8123/api/webhook/x",
    );
    expect(read("http://ha.local/x", origins)).toBe("http://ha.local/x");
    expect(read("http://192.168.1.5:8124/x", origins)).toBe("http");
    expect(read("https://ha.local/x", origins)).toBe("private");
    expect(read("http://kim@ha.local/x", origins)).toBe("user");
  });

  test("only the host and the last four characters of an address are shown", () => {
    expect(hintOf("https://example.org:8443/services/T0/secret?x=1234567")).toEqual({
      host: "example.org:8443",
      end: "4567",
    });
  });
});
