/** A server with a push service of the tests' own, and the calls of …/<room>/push. */
import { PushService } from "./fakes/push-service";
import type { Device } from "./fakes/push-service";
import { ask } from "./http";
import type { Answer, PostOptions } from "./http";
import { startServer } from "./server";
import type { Server } from "./server";

export interface Stage {
  readonly server: Server;
  readonly service: PushService;
  readonly dispose: () => Promise<void>;
}

/** The server makes its VAPID keys itself, as on any first `npm start`. */
export async function startWithPush(): Promise<Stage> {
  let publicKey = "";
  const service = await PushService.start(() => publicKey);
  const server = await startServer({ env: { PUSH_ORIGINS: service.origin } });
  publicKey = await vapidKeyOf(server);
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await service.stop();
  };
  return { server, service, dispose };
}

export async function vapidKeyOf(server: { readonly port: number }): Promise<string> {
  const { text } = await ask(server, "/parties/main/kitchen/push");
  return String((JSON.parse(text) as { key: unknown }).key);
}

/** One call to a room's pushes; the body as JSON, or as it is. */
export function callPush(
  server: { readonly port: number },
  room: string,
  method: "PUT" | "POST" | "DELETE",
  body: object | string,
  { key, origin }: PostOptions = {},
): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return ask(server, `/parties/main/${room}/push`, {
    method,
    headers: {
      "content-length": String(Buffer.byteLength(text)), // for a DELETE Node leaves it out, and then nothing is read
      "content-type": "application/json",
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === undefined ? {} : { origin }),
    },
    body: text,
  });
}

export const put = (
  server: { readonly port: number },
  room: string,
  device: Device | object,
  options?: PostOptions,
): Promise<Answer> => callPush(server, room, "PUT", { subscription: device, device: "Kim's phone" }, options);

/** As `put`, where a refusal would be a failure. */
export async function subscribe(
  server: { readonly port: number },
  room: string,
  device: Device,
  options?: PostOptions,
): Promise<Device> {
  const { status, text } = await put(server, room, device, options);
  if (status !== 201) throw new Error(`PUT ${room}/push → ${status} ${text}`);
  return device;
}
