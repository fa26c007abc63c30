/** Browsers let a page make a sound from the first of these events on. */
export const USER_EVENTS = ["pointerup", "click", "keydown"] as const;
