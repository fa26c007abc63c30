/**
 * What chat services accept, as their documentation describes it, narrowed to what this project sends: a field that is
 * not named here is refused.
 *
 * Slack: docs.slack.dev, “Sending messages using incoming webhooks” and the blocks “section”. Discord: “Execute webhook”
 * of its API reference and openapi.json of discord-api-spec. Teams: “Create incoming webhooks with Workflows”, and the
 * schema of adaptive cards, version 1.4. ntfy: “Publish as JSON”.
 */
const closed = (required: Record<string, object>, optional: Record<string, object> = {}): object => ({
  type: "object",
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});
const text = (maxLength: number): object => ({ type: "string", minLength: 1, maxLength });
const flag = { type: "boolean" };

const slack = closed(
  { text: text(40_000) },
  {
    blocks: {
      type: "array",
      maxItems: 50,
      items: closed({
        type: { const: "section" },
        text: closed({ type: { const: "plain_text" }, text: text(3000) }, { emoji: flag }),
      }),
    },
    mrkdwn: flag,
    link_names: flag,
    unfurl_links: flag,
    unfurl_media: flag,
  },
);

const discord = closed(
  { content: text(2000) },
  {
    allowed_mentions: closed({
      parse: { type: "array", uniqueItems: true, items: { enum: ["users", "roles", "everyone"] } },
    }),
  },
);

const teams = closed({
  type: { const: "message" },
  attachments: {
    type: "array",
    items: closed({
      contentType: { const: "application/vnd.microsoft.card.adaptive" },
      contentUrl: { type: "null" },
      content: closed({
        $schema: { const: "http://adaptivecards.io/schemas/adaptive-card.json" },
        type: { const: "AdaptiveCard" },
        version: { const: "1.4" },
        body: {
          type: "array",
          items: closed({
            type: { const: "RichTextBlock" },
            inlines: {
              type: "array",
              items: closed({ type: { const: "TextRun" }, text: { type: "string" } }),
            },
          }),
        },
      }),
    }),
  },
});

const ntfy = closed(
  { topic: { type: "string", pattern: "^[-_A-Za-z0-9]{1,64}$" } },
  {
    title: { type: "string" },
    message: { type: "string" },
    tags: { type: "array", items: { type: "string" } },
  },
);

/** JSON Schema of the body, by the kind of a hook. */
export const SERVICE_SCHEMAS = { slack, discord, teams, ntfy };
