/** Which pages may open a room, and how the lists of origins in the settings are read. */
import { describe, expect, test } from "vitest";
import { isForeign, normaliseOrigin, parseOrigins } from "../../../party/shared/origins";

describe("normaliseOrigin", () => {
  test.each([
    ["https://tomato.example", "https://tomato.example"],
    ["https://tomato.example/", "https://tomato.example"],
    ["HTTPS://Tomato.Example", "https://tomato.example"],
    ["https://tomato.example:443", "https://tomato.example"],
    ["http://tomato.example:80/", "http://tomato.example"],
    ["http://tomato.example:443", "http://tomato.example:443"],
    ["https://tomato.example:8443", "https://tomato.example:8443"],
    ["http://[::1]:1999", "http://[::1]:1999"],
    ["http://[0:0:0:0:0:0:0:1]:1999", "http://[::1]:1999"],
    ["https://tomäto.example", "https://xn--tomto-ira.example"],
  ])("the origin %s is normalised to %s", (text, origin) => {
    expect(normaliseOrigin(text)).toBe(origin);
    expect(normaliseOrigin(origin)).toBe(origin);
  });

  test.each([
    "",
    "null",
    "*",
    "tomato.example",
    "//tomato.example",
    "https:tomato.example",
    "https:/tomato.example",
    "https://",
    "https:///",
    "https://tomato.example/room",
    "https://tomato.example//",
    "https://tomato.example\\",
    "https://tomato.example?",
    "https://tomato.example#",
    "https://kim@tomato.example",
    "https://@tomato.example",
    "https://tomato.example:99999",
    "https://tomato example",
    "https://tomato.example\n",
    "https://[::1",
    "ftp://tomato.example",
    "file://",
    "wss://tomato.example",
    "javascript:alert(1)",
  ])("%j is not an origin", (text) => expect(normaliseOrigin(text)).toBeNull());
});

describe("isForeign", () => {
  const allowed = parseOrigins("https://allowed.example/, HTTP://LocalHost:5173").values;

  test.each([
    [null, "tomato.example"],
    ["https://tomato.example", "tomato.example"],
    ["https://tomato.example", "Tomato.Example"],
    ["http://127.0.0.1:1999", "127.0.0.1:1999"],
    ["http://[::1]:1999", "[::1]:1999"],
    ["https://allowed.example", "tomato.example"],
    ["http://localhost:5173", "tomato.example"],
    // A proxy that writes the default port into the Host header.
    ["https://tomato.example", "tomato.example:443"],
    ["http://tomato.example", "tomato.example:80"],
    ["https://tomato.example", "tomato.example:80"],
    ["http://tomato.example:443", "tomato.example:443"],
    ["https://[fd00::1]", "[fd00::1]:443"],
    // No page has the origin of an extension.
    ["chrome-extension://abcdefghijklmnopabcdefghijklmnop", "tomato.example"],
    ["moz-extension://0a1b2c3d-0000-4000-8000-000000000000", "tomato.example"],
  ])("a request with the origin %s is not foreign to the host %s", (origin, host) => {
    expect(isForeign(origin, host, allowed)).toBe(false);
  });

  test.each([
    ["https://evil.example", "tomato.example"],
    ["https://tomato.example.evil.example", "tomato.example"],
    ["https://eviltomato.example", "tomato.example"],
    ["https://evil.example/tomato.example", "tomato.example"],
    ["https://tomato.example@evil.example", "tomato.example"],
    ["http://127.0.0.1:1999", "127.0.0.1:1998"],
    ["https://allowed.example.evil.example", "tomato.example"],
    ["https://allowed.example:8443", "tomato.example"],
    ["http://allowed.example", "tomato.example"],
    ["null", "tomato.example"],
    ["", "tomato.example"],
    ["nonsense", "tomato.example"],
    ["file://", "tomato.example"],
    ["https://chrome-extension://x", "tomato.example"],
    ["evil-extension://x", "tomato.example"],
    ["https://tomato.example:8443", "tomato.example:443"],
    ["https://tomato.example", "tomato.example:8443"],
    ["https://evil.example", "tomato.example@evil.example"],
    ["null", ""],
    ["https://tomato.example", "not a host"],
  ])("a request with the origin %j is foreign to the host %s", (origin, host) => {
    expect(isForeign(origin, host, allowed)).toBe(true);
  });
});

describe("parseOrigins", () => {
  test("a list of origins is separated by commas or white space", () => {
    expect(parseOrigins("https://a.example,https://b.example  http://c:1\n")).toEqual({
      values: ["https://a.example", "https://b.example", "http://c:1"],
      invalid: [],
    });
  });

  test("an item that is not an origin is reported and allows nothing", () => {
    expect(parseOrigins("a.example, https://b.example/ *")).toEqual({
      values: ["https://b.example"],
      invalid: ["a.example", "*"],
    });
  });

  test.each([undefined, null, "", " , ", 7, {}])("the list %j allows nobody", (list) => {
    expect(parseOrigins(list)).toEqual({ values: [], invalid: [] });
  });
});
