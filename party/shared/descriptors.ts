/** What a room costs in file descriptors under workerd; only the server and its start program use it. */

/** An awake room has its database, the log and the shared memory of it open. */
export const DESCRIPTORS_PER_ROOM = 3;
/** workerd puts a room to sleep 10 s after the last event; in ms, with a margin. */
export const AWAKE_MS = 12_000;
