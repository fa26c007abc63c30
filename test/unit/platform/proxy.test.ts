/** X-Forwarded-*, of a proxy that is believed and of everybody else. */
import { describe, expect, test } from "vitest";
import { asSent, proxiesIn } from "../../../party/platform/proxy";

const CADDY = "127.0.0.1:40000";
const TRUSTED = proxiesIn("127.0.0.1, ::1\n10.0.0.0/8");

/** A request as workerd gives it: only workerd says who the peer is. */
function from(clientIp: unknown, headers: Record<string, string>): Request {
  const request = new Request("http://127.0.0.1:1999/parties/main/kitchen?a=b", {
    method: "POST",
    body: "{}",
    headers: { host: "127.0.0.1:1999", ...headers },
  });
  return Object.defineProperty(request, "cf", {
    value: clientIp === undefined ? undefined : { clientIp },
  });
}
const FORWARDED = { "x-forwarded-proto": "https", "x-forwarded-host": "tomato.example" };
const seen = (request: Request): string => `${request.url} ${request.headers.get("host")}`;
const AS_IT_CAME = "http://127.0.0.1:1999/parties/main/kitchen?a=b 127.0.0.1:1999";
const AS_SENT = "https://tomato.example/parties/main/kitchen?a=b tomato.example";

describe("X-Forwarded-*", () => {
  test.each([CADDY, "[::1]:40000", "10.9.8.7:1", "[::ffff:10.9.8.7]:1"])(
    "of %s, which is trusted, is believed, and the rest of the request is as it was",
    async (peer) => {
      const sent = asSent(from(peer, { ...FORWARDED, origin: "https://tomato.example" }), TRUSTED);
      expect(seen(sent)).toBe(AS_SENT);
      expect([sent.method, await sent.text()]).toEqual(["POST", "{}"]);
      expect(sent.headers.get("origin")).toBe("https://tomato.example");
    },
  );

  test.each(["192.0.2.1:1", "[2001:db8::1]:1", "", undefined, 7, "127.0.0.1, 192.0.2.1"])(
    "of %j, which is not, changes nothing",
    (peer) => {
      const request = from(peer, FORWARDED);
      expect(asSent(request, TRUSTED)).toBe(request);
    },
  );

  test("changes nothing where nobody is trusted", () => {
    const request = from(CADDY, FORWARDED);
    expect(asSent(request, proxiesIn(null))).toBe(request);
    expect(asSent(request, proxiesIn(" "))).toBe(request);
  });

  test("does not have to be there", () => {
    const request = from(CADDY, {});
    expect(asSent(request, TRUSTED)).toBe(request);
  });

  test("names the scheme, the host, or both", () => {
    expect(seen(asSent(from(CADDY, { "x-forwarded-proto": "https" }), TRUSTED))).toBe(
      "https://127.0.0.1:1999/parties/main/kitchen?a=b 127.0.0.1:1999",
    );
    expect(seen(asSent(from(CADDY, { "x-forwarded-host": "Tomato.Example:8443" }), TRUSTED))).toBe(
      "http://tomato.example:8443/parties/main/kitchen?a=b tomato.example:8443",
    );
  });

  test("is, of a list, what the trusted one has added: the last", () => {
    const headers = { "x-forwarded-proto": "ftp, https", "x-forwarded-host": "evil.example, tomato.example" };
    expect(seen(asSent(from(CADDY, headers), TRUSTED))).toBe(AS_SENT);
  });

  test.each([
    { "x-forwarded-proto": "javascript" },
    { "x-forwarded-proto": "https:" },
    { "x-forwarded-host": "" },
    { "x-forwarded-host": "tomato.example/r/x" },
    { "x-forwarded-host": "kim@tomato.example" },
    { "x-forwarded-host": "tomato.example?x" },
    { "x-forwarded-host": "tomato.example:99999" },
    { "x-forwarded-host": "tomato example" },
    { "x-forwarded-host": "tomato.example, " },
    { "x-forwarded-host": "[::1" },
  ])("that is none (%j) changes nothing", (headers) => {
    expect(seen(asSent(from(CADDY, headers), TRUSTED))).toBe(AS_IT_CAME);
  });
});
