/** The HTTP requests that subscribe this device to a room's pushes, and test them. */
import * as v from "valibot";
import { PushDeviceStatusSchema } from "../../party/shared/pushDeviceStatus";
import type { Link } from "../room/link";
import { pathOf, request, roomHeaders } from "./pushCalls";

export type PutResult = "saved" | "full" | "refused" | "failed";

const StatusSchema = v.object({ device: PushDeviceStatusSchema });

/** `before`: so many minutes before the end of work the device wants a warning; 0: none. */
export async function putSubscription(
  link: Link,
  subscription: PushSubscriptionJSON,
  device: string,
  before: number,
): Promise<PutResult> {
  try {
    const { status, ok } = await request(pathOf(link.room), {
      method: "PUT",
      headers: roomHeaders(link),
      body: JSON.stringify({ subscription, device, ...(before > 0 && { before }) }),
    });
    if (ok) return "saved";
    return status === 409 ? "full" : status < 500 ? "refused" : "failed";
  } catch {
    return "failed";
  }
}

/**
 * Requests a push to this device alone, after `seconds`. Resolves to the address that tells later whether the push
 * service has refused it, empty from a server that does not have one; null: the server has not accepted.
 */
export async function requestTestPush(link: Link, endpoint: string, seconds: number): Promise<string | null> {
  const body = JSON.stringify({ endpoint, in: seconds });
  return request(pathOf(link.room), { method: "POST", headers: roomHeaders(link), body }).then(
    ({ ok, headers }) => (ok ? (headers.get("location") ?? "") : null),
    () => null,
  );
}

/** Whether the push service has refused the test push whose address this is. Resolves to false without a network. */
export async function isTestRefused(address: string): Promise<boolean> {
  try {
    const parsed = v.safeParse(StatusSchema, await (await request(address)).json());
    if (!parsed.success) return false;
    const { subscribed, refusal } = parsed.output.device;
    return refusal !== null || !subscribed; // the server deletes a subscription that the push service does not know
  } catch {
    return false;
  }
}
