/** The three `VAPID_*` settings, by which push services know a server (RFC 8292). Pure, and only for the server. */
import * as v from "valibot";

const PUBLIC_KEY = "the public VAPID key is not an uncompressed point of P-256 (65 bytes) in base64url";
const PRIVATE_KEY = "the private VAPID key is not 32 bytes in base64url";
const SUBJECT =
  "VAPID_SUBJECT must be mailto:somebody@example.org or an https address, with a public host name";

export const PublicKeySchema = v.pipe(v.string(PUBLIC_KEY), v.regex(/^B[A-Za-z0-9_-]{86}$/, PUBLIC_KEY));
export const PrivateKeySchema = v.pipe(v.string(PRIVATE_KEY), v.regex(/^[A-Za-z0-9_-]{43}$/, PRIVATE_KEY));
/** Two labels of DNS at least, of which the last one is no number. */
const HOST_NAME = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]*[a-z\d])?$/i;
/** Names that only a network of one's own knows. */
const PRIVATE_NAME = /\.(?:localhost|local|internal|lan)$/i;
/**
 * Whom a push service may write to. Apple's answers 403 where the host name has no dot, as in me@localhost, and to what
 * is no address, as <me@example.org>.
 */
export const SubjectSchema = v.pipe(
  v.string(SUBJECT),
  v.check((subject) => {
    const host = hostOf(subject);
    return HOST_NAME.test(host) && !PRIVATE_NAME.test(host);
  }, SUBJECT),
);

export const VapidSettingsSchema = v.object({
  VAPID_PUBLIC_KEY: PublicKeySchema,
  VAPID_PRIVATE_KEY: PrivateKeySchema,
  VAPID_SUBJECT: SubjectSchema,
});
export type VapidSettings = v.InferOutput<typeof VapidSettingsSchema>;

/** The host name of a mailto: or https: address; empty for anything else. */
function hostOf(subject: string): string {
  const mailHost = /^mailto:[^\s@]+@([^\s@?]+)(?:\?\S*)?$/.exec(subject)?.[1];
  if (mailHost !== undefined) return mailHost;
  if (!/^https:\/\/\S+$/.test(subject)) return "";
  try {
    return new URL(subject).hostname;
  } catch {
    return "";
  }
}
