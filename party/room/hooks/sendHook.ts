/** Sends one request to the receiver of a webhook, once. */
import { HOOK_TIMEOUT_MS } from "../../shared/hooks";
import type { Fetch } from "../delivery/network";
import { parseRetryAfter } from "../delivery/retry";
import type { HookResult } from "./hook";
import type { HookRequest } from "./hookRequest";

/** Bytes of an answer that are read, so that its connection can be used again; it may be endless. */
const MAX_ANSWER = 4096;

/** Never rejects. A request that `signal` has stopped has no status. */
export async function sendHook(
  { url, headers, body }: HookRequest,
  network: Fetch,
  signal: AbortSignal,
): Promise<HookResult> {
  const startedAt = Date.now();
  const resultWith = (status: number | null, retryAfterMs: number | null = null): HookResult => {
    const at = Date.now();
    return { status, ms: Math.max(0, at - startedAt), at, retryAfterMs };
  };
  try {
    const response = await network(url, {
      method: "POST",
      headers: { ...headers, "user-agent": "shared-pomodoro" },
      body,
      redirect: "manual", // it could lead anywhere
      signal: AbortSignal.any([signal, AbortSignal.timeout(HOOK_TIMEOUT_MS)]),
    });
    const result = resultWith(
      response.status,
      parseRetryAfter(response.headers.get("retry-after"), Date.now()),
    );
    await drain(response);
    return result;
  } catch {
    return resultWith(null); // no connection, a broken one, or no answer in time
  }
}

/** Reads the beginning of the answer and drops it. */
async function drain(response: Response): Promise<void> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (reader === undefined) return;
  let length = 0;
  try {
    while (length < MAX_ANSWER) {
      const { done, value } = await reader.read();
      if (done) return;
      length += value.byteLength;
    }
  } catch {
    // The answer has a status already.
  }
  await reader.cancel().catch(() => {});
}
