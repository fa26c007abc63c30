/** What each kind of service gets for an event: the form that it documents, and no way for a name to mention anybody. */
import { Ajv2020 } from "ajv/dist/2020";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { generateOpenApi } from "../../../party/http/openapi/openapi";
import { createRequest } from "../../../party/room/hooks/hookRequest";
import { newSecret, shownSecret } from "../../../party/room/hooks/signature";
import { HOOK_KINDS, HOOK_MOMENTS } from "../../../party/shared/hooks";
import type { HookEvent } from "../../../party/shared/hookEvent";
import type { HookKind } from "../../../party/shared/hooks";
import { OpenapiChecker } from "../../harness/openapi-checker";
import { SERVICE_SCHEMAS } from "../../harness/service-schemas";
import { hours, seconds, T0 } from "../shared/helpers";

const checker = new OpenapiChecker(generateOpenApi(), { strict: true });
const ajv = new Ajv2020();
beforeEach(() => void vi.useFakeTimers({ now: T0 })); // the library refuses an old time
afterEach(() => void vi.useRealTimers());

const event = (fields: Partial<HookEvent> = {}): HookEvent => ({
  type: "work-began",
  room: "our-kitchen",
  rev: 2,
  state: 1,
  message: "Work",
  at: T0,
  ends_at: T0 + seconds(1500),
  by: { name: "Kim", via: "app" },
  ...fields,
});
const ADDRESS = "https://host.example/path?token=x";

async function bodyFor(kind: HookKind, of: HookEvent, now = T0): Promise<{ url: string; value: unknown }> {
  const url = kind === "ntfy" ? "https://ntfy.example/tomato?auth=x" : ADDRESS;
  const request = await createRequest({ kind, url, secret: null }, { id: "msg_1", event: of }, now);
  return { url: request.url, value: JSON.parse(request.body) };
}

/** Why the service would refuse the body; null: it would not. */
function complaintOf(kind: HookKind, value: unknown): string | null {
  if (kind === "json") return checker.validateComponent("HookEvent", value);
  const check = ajv.compile(SERVICE_SCHEMAS[kind]);
  return check(value) ? null : ajv.errorsText(check.errors);
}

describe("the body of a webhook", () => {
  /** All at once: what chats read as mentions, links, formats, headings and ends of code. */
  const NAME =
    "@everyone <!channel> <@U1> &amp; <at>Al</at> [a](https://x.example) **b** `c` ~d~ ||e|| # :x:";

  test.each(HOOK_KINDS)("the schema of %s accepts every event, whatever names are in it", async (kind) => {
    for (const type of [...HOOK_MOMENTS, "test"] as const) {
      for (const by of [null, { name: null, via: "timer" }, { name: NAME, via: "app" }] as const) {
        for (const endsAt of [null, T0 + seconds(60)]) {
          const { value } = await bodyFor(kind, event({ type, by, ends_at: endsAt, title: NAME }));
          expect([value, complaintOf(kind, value)]).toEqual([value, null]);
        }
      }
    }
  });

  test("Slack gets a name as plain text, and escaped where it reads a text for notifications", async () => {
    const { value } = await bodyFor("slack", event({ by: { name: NAME, via: "app" } }));
    const { text, blocks } = value as { text: string; blocks: { text: { text: string } }[] };
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain("&lt;!channel&gt; &lt;@U1&gt; &amp;amp;");
    expect(blocks[0]?.text.text).toBe(`🍅 our-kitchen · Work begins: 25 minutes · ${NAME}`);
  });

  test("Discord pings nobody, and shows a name without formats", async () => {
    const { value } = await bodyFor("discord", event({ by: { name: NAME, via: "app" } }));
    const { content, allowed_mentions: allowed } = value as { content: string; allowed_mentions: object };
    expect(allowed).toEqual({ parse: [] });
    expect(content.replaceAll(/\\[^A-Za-z0-9\s]/g, "")).not.toMatch(/[@<>*`~|#[\]()_:]/);
    expect(content.replaceAll("\\", "")).toBe(`🍅 our-kitchen · Work begins: 25 minutes · ${NAME}`);
  });

  test("ntfy gets the topic of its address, at its root", async () => {
    expect(await bodyFor("ntfy", event({ type: "work-ended", state: 2 }))).toEqual({
      url: "https://ntfy.example/?auth=x",
      value: { topic: "tomato", title: "our-kitchen", message: "Work is over · Kim", tags: ["tomato"] },
    });
  });

  test("a private room is called by its title, and an open one by its id", async () => {
    const title = "Class 4b";
    const titles = ["A".repeat(22), "our-kitchen"].map((room) => bodyFor("ntfy", event({ room, title })));
    expect((await Promise.all(titles)).map(({ value }) => value)).toMatchObject([
      { title },
      { title: "our-kitchen" },
    ]);
  });

  test("a private room without a title is called by its nickname, and what comes late by its time", async () => {
    const late = event({
      type: "break-ended",
      room: "A".repeat(22),
      ends_at: null,
      by: { name: null, via: "timer" },
    });
    const { value } = await bodyFor("ntfy", late, T0 + hours(1));
    expect(value).toMatchObject({
      title: expect.stringMatching(/^[a-z]+ [a-z]+ [a-z]+$/) as string,
      message: `The break is over · ${new Date(T0).toISOString().slice(11, 16)} UTC`,
    });
  });
});

describe("the signature of a webhook", () => {
  test("the library of Standard Webhooks verifies a request, and neither another body nor another secret", async () => {
    const secret = newSecret();
    const identified = { id: "msg_abc", event: event({ by: { name: "Zoë 🍅", via: "app" } }) };
    const { headers, body, url } = await createRequest(
      { kind: "json", url: ADDRESS, secret },
      identified,
      T0,
    );
    expect(url).toBe(ADDRESS);
    expect(headers["webhook-id"]).toBe("msg_abc");
    expect(new Webhook(shownSecret(secret)).verify(body, { ...headers })).toEqual(identified.event);
    expect(() => new Webhook(shownSecret(secret)).verify(`${body} `, { ...headers })).toThrow(/signature/i);
    expect(() => new Webhook(shownSecret(newSecret())).verify(body, { ...headers })).toThrow(/signature/i);
  });
});
