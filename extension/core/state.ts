/** What the extension knows. Moments of the device are epoch ms on its own clock, and say so. PURE. */
import * as v from "valibot";
import { isKey, isRoom } from "../../party/shared/access";
import { RoomSchema } from "../../party/shared/serverMessages";
import { SiteSchema } from "./sites";

/** The server of a room: an http or https origin, as a browser writes it. */
const OriginSchema = v.pipe(
  v.string(),
  v.regex(/^https?:\/\//),
  v.check((text) => URL.canParse(text) && new URL(text).origin === text),
);
export const RoomLinkSchema = v.object({
  origin: OriginSchema,
  room: v.pipe(v.string(), v.check(isRoom)),
  /** Null in an open room, and where the person only watches. */
  key: v.nullable(v.pipe(v.string(), v.check(isKey))),
});
export type RoomLink = v.InferOutput<typeof RoomLinkSchema>;

/** The five minutes that a person has asked for. There is one in each period of work. */
const GraceSchema = v.object({
  /** When the period of work began, and the end of the five minutes: epoch ms on the server's clock. */
  startedAt: v.number(),
  until: v.number(),
});

/** What is stored for good. */
export const SettingsSchema = v.object({
  link: v.nullable(RoomLinkSchema),
  sites: v.array(SiteSchema),
  grace: v.nullable(GraceSchema),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;
export const NO_SETTINGS: Settings = { link: null, sites: [], grace: null };

/** What is stored until the browser is closed, since the browser may end the background at any moment. */
export const KnownSchema = v.object({
  /** The room as the server has told it last. */
  message: v.nullable(RoomSchema),
  /** The server's clock minus that of the device, in ms. */
  offsetMs: v.number(),
  /** When the server was last heard of, and last asked: device ms. 0: not yet. */
  reachedAt: v.number(),
  askedAt: v.number(),
});
export type Known = v.InferOutput<typeof KnownSchema>;
export const NOTHING_KNOWN: Known = { message: null, offsetMs: 0, reachedAt: 0, askedAt: 0 };

/** The socket. It is never stored: it ends with the background. */
export interface SocketState {
  readonly isOpen: boolean;
  /** When the last attempt to open it began: device ms; 0: none yet. */
  readonly triedAt: number;
  /** How many attempts have failed since it was open. */
  readonly failures: number;
}
export const NO_SOCKET: SocketState = { isOpen: false, triedAt: 0, failures: 0 };

export interface State {
  readonly settings: Settings;
  readonly known: Known;
  readonly socket: SocketState;
  /** Whether a page of the extension shows the room. */
  readonly isShown: boolean;
}
