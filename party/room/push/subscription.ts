/** The push subscription of one device, and which devices find a place in a full room. Pure. */
import type { Role } from "../../shared/access";
import { base64url } from "../../shared/access";
import { decodeBase64url } from "./base64url";

/** Subscriptions in one room. */
export const MAX_SUBSCRIPTIONS = 500;
/** Those of them that belong to watchers. */
export const MAX_WATCHERS = 100;
/** A subscription that its device has not renewed for this long expires: 60 days, in ms. */
const LIFETIME_MS = 60 * 24 * 60 * 60 * 1000;

export interface Subscription {
  readonly endpoint: string;
  /** In base64url: a point of P-256 (65 bytes) and a secret (16 bytes). */
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly role: Role;
  /** The origin of the page that has subscribed; a notification opens the room there. */
  readonly origin: string;
  readonly device: string | null;
  /** How many minutes before the end of work it wants a warning; 0: none. */
  readonly before: number;
  /** When the device subscribed or last renewed, epoch ms. */
  readonly seenAt: number;
  /** When it was first found expired, epoch ms; undefined: it was not since `seenAt`. */
  readonly markedAt?: number | undefined;
}
/** By their ids, see `subscriptionIdOf`. */
export type Subscriptions = ReadonlyMap<string, Subscription>;

/** A short hash of the endpoint: safe as a part of a storage key, and it does not tell the endpoint. */
export async function subscriptionIdOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return base64url(new Uint8Array(digest)).slice(0, 22);
}

/** Whether p256dh is a point of the curve: a text of the right length need not be one. */
export async function areValidKeys({ p256dh }: Subscription["keys"]): Promise<boolean> {
  const point = decodeBase64url(p256dh);
  if (point === null) return false;
  try {
    await crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a new subscription finds a place; null: it does not. `displaced` is the id of the subscription that it
 * replaces: a watcher replaces nobody, a controller replaces the watcher whose last renewal is the longest ago.
 */
export function findPlace(role: Role, others: Subscriptions): { displaced: string | null } | null {
  const watchers = [...others].filter(([, other]) => other.role === "watch");
  if (role === "watch" && watchers.length >= MAX_WATCHERS) return null;
  if (others.size < MAX_SUBSCRIPTIONS) return { displaced: null };
  if (role === "watch") return null;
  const [first, ...rest] = watchers;
  if (first === undefined) return null;
  const [displaced] = rest.reduce((a, b) => (b[1].seenAt < a[1].seenAt ? b : a), first);
  return { displaced };
}

export const isExpired = ({ seenAt }: Subscription, now: number): boolean => now >= seenAt + LIFETIME_MS;
