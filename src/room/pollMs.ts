/** How long a page over HTTP that is visible, or hidden, waits before it asks for the room again, in ms. */
export const POLL_MS = { visible: 2000, hidden: 5000 };
