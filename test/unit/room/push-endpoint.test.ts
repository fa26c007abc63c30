/** Which endpoints a push may be sent to. */
import { describe, expect, test } from "vitest";
import { normalizeEndpoint } from "../../../party/room/push/endpoint";
import { parseOrigins } from "../../../party/shared/origins";

describe("an allowed endpoint", () => {
  test.each([
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://api.eu.push.apple.com/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc%2b",
  ])("the endpoint %s is allowed", (endpoint) => {
    expect(normalizeEndpoint(endpoint, [])).toBe(endpoint);
  });

  test.each([
    ["https://FCM.googleapis.COM/abc", "https://fcm.googleapis.com/abc"],
    ["HTTPS://fcm.googleapis.com:443/abc", "https://fcm.googleapis.com/abc"],
    [" https://fcm.googleapis.com/a/../b ", "https://fcm.googleapis.com/b"],
    ["https://ｆcm.googleapis.com/abc", "https://fcm.googleapis.com/abc"], // fullwidth f: to any browser the same host
  ])("the endpoint %s is kept in its normal form", (endpoint, kept) => {
    expect(normalizeEndpoint(endpoint, [])).toBe(kept);
  });

  const origins = parseOrigins("http://127.0.0.1:8080, https://push.example.org").values;
  test.each(["http://127.0.0.1:8080/x", "https://push.example.org/x", "https://push.example.org:443/x"])(
    "the endpoint %s is allowed where PUSH_ORIGINS names its origin",
    (endpoint) => {
      expect(normalizeEndpoint(endpoint, origins)).toBe(new URL(endpoint).href);
    },
  );
});

describe("a refused endpoint", () => {
  const origins = parseOrigins("http://127.0.0.1:8080").values;
  test.each([
    ["a loopback address", "https://127.0.0.1/x"],
    ["the name of the loopback address", "https://localhost/x"],
    ["the loopback address as a number", "https://2130706433/x"],
    ["the loopback address in hexadecimal", "https://0x7f.1/x"],
    ["the IPv6 loopback address", "https://[::1]/x"],
    ["an IPv4 address within an IPv6 address", "https://[::ffff:127.0.0.1]/x"],
    ["an address of a private network", "https://10.0.0.1/x"],
    ["an address of another private network", "https://192.168.1.1/x"],
    ["the metadata address of cloud servers", "https://169.254.169.254/latest/meta-data"],
    ["the address 0.0.0.0", "https://0.0.0.0/x"],
    ["http and a known host", "http://fcm.googleapis.com/x"],
    ["another port than that in PUSH_ORIGINS", "http://127.0.0.1:8081/x"],
    ["another scheme than that in PUSH_ORIGINS", "https://127.0.0.1:8080/x"],
    ["another name of the host in PUSH_ORIGINS", "http://localhost:8080/x"],
    ["a user at the origin in PUSH_ORIGINS", "http://a@127.0.0.1:8080/x"],
    ["the scheme file", "file:///etc/passwd"],
    ["the scheme ftp", "ftp://fcm.googleapis.com/x"],
    ["the scheme data", "data:text/plain,x"],
    ["the scheme blob", "blob:https://fcm.googleapis.com/x"],
    ["the scheme javascript", "javascript:alert(1)"],
    ["the scheme of a WebSocket", "wss://fcm.googleapis.com/x"],
    ["a user", "https://a@fcm.googleapis.com/x"],
    ["a user and a password", "https://a:b@fcm.googleapis.com/x"],
    ["an empty user and a password", "https://:b@fcm.googleapis.com/x"],
    ["a known host as the user", "https://fcm.googleapis.com@evil.example/x"],
    ["a known host as the user, after a backslash", "https://evil.example\\@fcm.googleapis.com/x"],
    ["port 80", "https://fcm.googleapis.com:80/x"],
    ["port 8443", "https://fcm.googleapis.com:8443/x"],
    ["a known host as the beginning of its host", "https://fcm.googleapis.com.evil.example/x"],
    ["a known host with a longer label", "https://xfcm.googleapis.com/x"],
    ["a host below a known one", "https://x.fcm.googleapis.com/x"],
    ["a sibling of a known host", "https://storage.googleapis.com/x"],
    ["the end of a known host without the dot before it", "https://evilpush.apple.com/x"],
    ["only the end of a known host", "https://push.apple.com/x"],
    ["only the end of another known host", "https://notify.windows.com/x"],
    ["an empty label", "https://.push.apple.com/x"],
    ["the end of a known host in the middle of its host", "https://a.push.apple.com.evil.example/x"],
    ["the end of a known host in its path", "https://evil.example/.push.apple.com"],
    ["a trailing dot after a known host", "https://fcm.googleapis.com./x"],
    ["a trailing dot after a host with a known end", "https://web.push.apple.com./x"],
    ["a Cyrillic letter in its host", "https://fсm.googleapis.com/x"],
    ["a Cyrillic letter in punycode", "https://xn--fm-9lc.googleapis.com/x"],
    ["a fragment, which would make many subscriptions of one,", "https://fcm.googleapis.com/x#1"],
    ["an empty fragment", "https://fcm.googleapis.com/x#"],
    ["nothing but a path", "/x"],
    ["no characters", ""],
    ["more than 2048 characters", `https://fcm.googleapis.com/${"x".repeat(2048)}`],
  ])("an endpoint with %s is refused", (_, endpoint) => {
    expect(normalizeEndpoint(endpoint, origins)).toBeNull();
  });

  test("an entry of PUSH_ORIGINS that is not a whole origin allows nothing", () => {
    const list =
      "push.example.org ftp://a.example https://b.example/path https://c@d.example null *,https://ok.example/";
    expect(parseOrigins(list).values).toEqual(["https://ok.example"]);
    expect(parseOrigins(undefined).values).toEqual([]);
  });
});
