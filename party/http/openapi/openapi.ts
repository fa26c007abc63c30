/** The whole HTTP interface, described: `GET /openapi.json`. */
import { version } from "../../../package.json";
import { PATHS, WEBHOOKS } from "./paths";
import { generateSchemas } from "./schemas";

export const generateOpenApi = () => ({
  openapi: "3.1.0",
  info: {
    title: "Shared Pomodoro",
    version,
    summary: "One tomato, shared.",
    description: [
      "Moments are epoch milliseconds on the server's clock, durations are seconds.",
      "Wherever there is a GET, HEAD answers the same without the body; OPTIONS answers 204 under /parties; any other",
      "method is 405 with Allow. Everything under /parties may be read from any origin. An error of the server's own is",
      "500 without its text. The same address as a room's takes a WebSocket, one JSON object a message.",
      "Version 1 only ever adds: ignore fields that you do not know.",
    ].join("\n"),
    license: { name: "MIT", identifier: "MIT" },
  },
  paths: PATHS,
  webhooks: WEBHOOKS,
  components: {
    schemas: generateSchemas(),
    securitySchemes: {
      key: {
        type: "http",
        scheme: "bearer",
        description: "A private room's key: what follows # in its link.",
      },
    },
  },
});
