/** Who wants to be called: what a device sends, and who finds a place in a full room. PURE. */
import * as v from "valibot";
import type { Role } from "../../shared/access";
import { base64url } from "../../shared/access";
import { NameSchema } from "../../shared/clientMessages";

/** Subscriptions of one room, and those of them that may be of watchers. */
export const MAX_SUBSCRIPTIONS = 500;
export const MAX_WATCHERS = 100;
/** A device that has not renewed its subscription for this long is gone. */
export const UNSEEN_MS = 60 * 24 * 60 * 60 * 1000;

export interface Subscription {
  readonly endpoint: string;
  /** Base64url: a point of P-256 (65 bytes) and a secret (16 bytes). */
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly role: Role;
  /** Of the page that has subscribed: its notifications lead back there. */
  readonly origin: string;
  readonly device: string | null;
  /** When it was last put. */
  readonly seenAt: number;
}
/** By `idOf` their endpoints. */
export type Subscriptions = ReadonlyMap<string, Subscription>;

/** So many bytes in base64url, with or without its padding. */
const bytes = (length: number) =>
  v.pipe(
    v.string("must be text"),
    v.metadata({
      pattern: `^[A-Za-z0-9_-]{${Math.ceil((length * 4) / 3)}}(?:${"=".repeat((3 - (length % 3)) % 3)})?$`,
    }),
    v.check((text) => bytesOf(text)?.length === length, `must be ${length} bytes in base64url`),
  );
const EndpointSchema = v.string("must be text");

export const PutSchema = v.object({
  subscription: v.object(
    { endpoint: EndpointSchema, keys: v.object({ p256dh: bytes(65), auth: bytes(16) }, "must be an object") },
    "must be a PushSubscription as JSON",
  ),
  device: v.optional(v.nullable(NameSchema), null),
});
export const DeleteSchema = v.object({ endpoint: EndpointSchema });
/** "Ring me": a test push in so many seconds. */
export const RingMeSchema = v.object({
  endpoint: EndpointSchema,
  in: v.pipe(
    v.number("must be a number from 1 to 60"),
    v.minValue(1, "must be a number from 1 to 60"),
    v.maxValue(60, "must be a number from 1 to 60"),
  ),
});

/** What a subscription is kept under: no part of an address can do harm there, and it is short. */
export async function idOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return base64url(new Uint8Array(digest)).slice(0, 22);
}

/** Whether these keys can be encrypted to: the right length is not yet a point on the curve. */
export async function areKeys({ p256dh }: Subscription["keys"]): Promise<boolean> {
  const point = bytesOf(p256dh);
  if (point === null) return false;
  try {
    await crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a new subscription finds a place, and whose: a watcher never takes a controller's, a controller takes that
 * of the watcher who was unseen the longest.
 */
export function placeFor(role: Role, others: Subscriptions): { displaced: string | null } | null {
  const watchers = [...others].filter(([, other]) => other.role === "watch");
  if (role === "watch" && watchers.length >= MAX_WATCHERS) return null;
  if (others.size < MAX_SUBSCRIPTIONS) return { displaced: null };
  if (role === "watch") return null;
  const [first, ...rest] = watchers;
  if (first === undefined) return null;
  const [displaced] = rest.reduce((a, b) => (b[1].seenAt < a[1].seenAt ? b : a), first);
  return { displaced };
}

export const isUnseen = ({ seenAt }: Subscription, now: number): boolean => now >= seenAt + UNSEEN_MS;

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*={0,2}$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
