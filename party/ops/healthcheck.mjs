// Exits with 0 where the server on this machine answers /healthz, as a container's health check asks it to.
const { PORT = "1999" } = process.env;
/** Longer than a server that works ever takes, in ms; shorter than what the Dockerfile waits for this. */
const PATIENCE_MS = 4000;

try {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { ok, status } = await fetch(`http://127.0.0.1:${PORT}/healthz`, { signal });
  if (!ok) throw new Error(`/healthz answers ${status}`);
} catch (error) {
  console.error(`not healthy: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
