/** Requests that the worker takes from this program alone. */
import { TOKEN_HEADER } from "../shared/clockStep";

/** Posts JSON. Rejects where the worker does not do what is asked. */
export async function postToWorker(url: string, token: string, body: unknown): Promise<Response> {
  const headers = { [TOKEN_HEADER]: token, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Error(`the server answers ${response.status}`);
}
