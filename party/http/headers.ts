/** The headers of every answer, the same under `npm start`, `npm run dev` and deployed. */

/** Lets every page frame an answer: only the overlay, which only watches, is sent with this alone. */
export const FRAMEABLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export const SECURITY: Readonly<Record<string, string>> = {
  "content-security-policy": `${FRAMEABLE_POLICY}; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy":
    "serial=(self), hid=(self), usb=(self), camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), payment=()",
  "cross-origin-opener-policy": "same-origin",
};

/** A short answer in plain text, which is never cached. */
export const textResponse = (status: number, text: string, more: Record<string, string> = {}): Response =>
  new Response(text + "\n", {
    status,
    headers: {
      ...SECURITY,
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      ...more,
    },
  });

/** A JSON answer, which is never cached. */
export const jsonResponse = (status: number, body: unknown, more: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { ...SECURITY, "content-type": "application/json", "cache-control": "no-store", ...more },
  });
