/**
 * The request that a service gets for an event, in the form that it documents. A name may be any text, so in each form it
 * stands where it is shown as it is and mentions nobody. PURE, apart from the signature's key.
 */
import type { HookEvent } from "../../shared/hookEvent";
import type { HookKind } from "../../shared/hooks";
import { nameOf } from "../../shared/nickname";
import { hookText } from "./hookText";
import { signatureHeaders } from "./signature";

export interface HookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** An event, and the id by which a receiver knows that it has got it before. */
export interface Identified {
  readonly id: string;
  readonly event: HookEvent;
}
interface Target {
  readonly kind: HookKind;
  readonly url: string;
  readonly secret: string | null;
}

export async function createRequest(
  to: Target,
  { id, event }: Identified,
  now: number,
): Promise<HookRequest> {
  const { url, value } = formOf(to, event, now);
  const body = JSON.stringify(value);
  const signature = to.secret === null ? {} : await signatureHeaders(to.secret, { id, body }, now);
  return { url, headers: { "content-type": "application/json", ...signature }, body };
}

function formOf({ kind, url }: Target, event: HookEvent, now: number): { url: string; value: object } {
  const title = nameOf(event.room, event.title);
  const text = hookText(event, now);
  switch (kind) {
    case "json":
      return { url, value: event };
    case "slack":
      return { url, value: slackForm(`🍅 ${title} · ${text}`) };
    case "discord":
      return { url, value: discordForm(`🍅 ${title} · ${text}`) };
    case "teams":
      return { url, value: teamsForm(`🍅 ${title} · ${text}`) };
    case "ntfy":
      return ntfyForm(url, title, text);
  }
}

/** A block of `plain_text` has no mentions and no links. The text for notifications has, so it is escaped, and
 * names in it are no links. */
function slackForm(text: string): object {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return {
    text: escaped,
    blocks: [{ type: "section", text: { type: "plain_text", text, emoji: false } }],
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** No mention pings, and no character formats. */
const discordForm = (text: string): object => ({
  content: text.replace(/[\\`*_~|>#[\]()<:@-]/g, "\\$&"),
  allowed_mentions: { parse: [] },
});

/** For the trigger “When a Teams webhook request is received” of Workflows. A `TextRun` knows no Markdown. */
const teamsForm = (text: string): object => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      contentUrl: null,
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        body: [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text }] }],
      },
    },
  ],
});

/** ntfy takes JSON at its root, and there the topic is a field; in its headers it would take only ASCII. */
function ntfyForm(address: string, title: string, message: string): { url: string; value: object } {
  const url = new URL(address);
  const topic = topicOf(url) ?? "";
  url.pathname = "/";
  return { url: url.href, value: { topic, title, message, tags: ["tomato"] } };
}

/** The topic that an address of ntfy names; null: it names none. */
export const topicOf = ({ pathname }: URL): string | null =>
  /^\/([-_A-Za-z0-9]{1,64})\/?$/.exec(pathname)?.[1] ?? null;
