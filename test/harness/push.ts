/** A server with a fake push service, and requests to /parties/main/ROOM/push. */
import type { RoomMessage } from "../../party/shared/serverMessages";
import { newOpenRoom } from "./client";
import { PushService } from "./fakes/push-service";
import type { PushDevice } from "./fakes/push-device";
import { postAction, sendRequest } from "./http";
import type { HttpResponse, PostOptions } from "./http";
import { startServer } from "./server";
import type { Server } from "./server";

export interface PushServer {
  readonly server: Server;
  readonly service: PushService;
  readonly dispose: () => Promise<void>;
}

/** The server makes its VAPID keys itself, as the first `npm start` does. */
export async function startServerWithPush(): Promise<PushServer> {
  let publicKey = "";
  const service = await PushService.start(() => publicKey);
  const server = await startServer({ env: { PUSH_ORIGINS: service.origin } });
  publicKey = await readVapidKey(server);
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await service.stop();
  };
  return { server, service, dispose };
}

/** The server's public VAPID key, as browsers read it. */
export async function readVapidKey(server: { readonly port: number }): Promise<string> {
  const { text } = await sendRequest(server, "/parties/main/kitchen/push");
  return String((JSON.parse(text) as { key: unknown }).key);
}

/** A body that is an object is sent as JSON, a string as it is. */
export function requestPush(
  server: { readonly port: number },
  room: string,
  method: "PUT" | "POST" | "DELETE",
  body: object | string,
  { key, origin }: PostOptions = {},
): Promise<HttpResponse> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return sendRequest(server, `/parties/main/${room}/push`, {
    method,
    headers: {
      "content-length": String(Buffer.byteLength(text)), // Node omits it for a DELETE, and the server then reads no body
      "content-type": "application/json",
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === undefined ? {} : { origin }),
    },
    body: text,
  });
}

/** Subscribes a device to the pushes of a room. */
export const putSubscription = (
  server: { readonly port: number },
  room: string,
  device: PushDevice | object,
  options?: PostOptions,
): Promise<HttpResponse> =>
  requestPush(server, room, "PUT", { subscription: device, device: "Kim's phone" }, options);

/** As `putSubscription`, but rejects where the server refuses; resolves with the device. */
export async function subscribe(
  server: { readonly port: number },
  room: string,
  device: PushDevice,
  options?: PostOptions,
): Promise<PushDevice> {
  const { status, text } = await putSubscription(server, room, device, options);
  if (status !== 201) throw new Error(`PUT ${room}/push → ${status} ${text}`);
  return device;
}

/** Performs an action in a room; throws where it is refused. */
export async function act(
  server: { readonly port: number },
  room: string,
  action: object,
  key?: string,
): Promise<RoomMessage> {
  const { message } = await postAction(server, room, action, key === undefined ? {} : { key });
  if (message.type === "error") throw new Error(JSON.stringify(message));
  return message;
}

/** A new open room in a work of 1 s; `settings` change it. `before`: what must be done before that second begins. */
export async function startWork(
  server: { readonly port: number },
  settings: object = {},
  before: (room: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ readonly room: string; readonly work: RoomMessage }> {
  const room = newOpenRoom();
  await act(server, room, { action: "setup", work_duration: 1, break_duration: 1, ...settings });
  await before(room);
  return { room, work: await act(server, room, { action: "press" }) };
}
