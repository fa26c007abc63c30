/** Responds from a cache, and from the network where the cache has nothing or does not answer. */
import { inTime } from "../device/inTime";

/** `readCache`: resolves to undefined where the cache has nothing. A cache that answers late still counts. */
export async function cacheOrNetwork(
  readCache: () => Promise<Response | undefined>,
  request: Request,
): Promise<Response> {
  const cached = readCache().then((response) => response ?? Promise.reject(new Error("not in the cache")));
  return (await inTime(cached).catch(() => undefined)) ?? Promise.any([cached, fetch(request)]);
}
