/** X-Forwarded-Host and -Proto from a trusted proxy, and from everybody else. */
import { describe, expect, test } from "vitest";
import { parseRanges } from "../../../party/shared/addresses";
import { restoreRequest } from "../../../party/platform/proxy";

const CADDY = "127.0.0.1:40000";
const TRUSTED = parseRanges("127.0.0.1, ::1\n10.0.0.0/8").values;

/** A request as workerd passes it on, with the peer in `cf`. */
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
const urlAndHost = (request: Request): string => `${request.url} ${request.headers.get("host")}`;
const UNCHANGED = "http://127.0.0.1:1999/parties/main/kitchen?a=b 127.0.0.1:1999";
const RESTORED = "https://tomato.example/parties/main/kitchen?a=b tomato.example";

describe("restoreRequest", () => {
  test.each([CADDY, "[::1]:40000", "10.9.8.7:1", "[::ffff:10.9.8.7]:1"])(
    "the trusted proxy %s is believed, and the rest of the request is unchanged",
    async (peer) => {
      const sent = restoreRequest(from(peer, { ...FORWARDED, origin: "https://tomato.example" }), TRUSTED);
      expect(urlAndHost(sent)).toBe(RESTORED);
      expect([sent.method, await sent.text()]).toEqual(["POST", "{}"]);
      expect(sent.headers.get("origin")).toBe("https://tomato.example");
    },
  );

  test.each(["192.0.2.1:1", "[2001:db8::1]:1", "", undefined, 7, "127.0.0.1, 192.0.2.1"])(
    "a peer that is not trusted (%j) changes nothing",
    (peer) => {
      const request = from(peer, FORWARDED);
      expect(restoreRequest(request, TRUSTED)).toBe(request);
    },
  );

  test("no peer changes anything where no proxy is trusted", () => {
    const request = from(CADDY, FORWARDED);
    expect(restoreRequest(request, parseRanges(null).values)).toBe(request);
    expect(restoreRequest(request, parseRanges(" ").values)).toBe(request);
  });

  test("a trusted proxy that sends no X-Forwarded header changes nothing", () => {
    const request = from(CADDY, {});
    expect(restoreRequest(request, TRUSTED)).toBe(request);
  });

  test("a trusted proxy may send the scheme alone, or the host alone", () => {
    expect(urlAndHost(restoreRequest(from(CADDY, { "x-forwarded-proto": "https" }), TRUSTED))).toBe(
      "https://127.0.0.1:1999/parties/main/kitchen?a=b 127.0.0.1:1999",
    );
    expect(
      urlAndHost(restoreRequest(from(CADDY, { "x-forwarded-host": "Tomato.Example:8443" }), TRUSTED)),
    ).toBe("http://tomato.example:8443/parties/main/kitchen?a=b tomato.example:8443");
  });

  test("the last item of a list counts, which the trusted proxy has added", () => {
    const headers = { "x-forwarded-proto": "ftp, https", "x-forwarded-host": "evil.example, tomato.example" };
    expect(urlAndHost(restoreRequest(from(CADDY, headers), TRUSTED))).toBe(RESTORED);
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
  ])("a header that is not a scheme or a host (%j) changes nothing", (headers) => {
    expect(urlAndHost(restoreRequest(from(CADDY, headers), TRUSTED))).toBe(UNCHANGED);
  });
});
