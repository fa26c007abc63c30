/**
 * Removes the drawing that the build has put into index.html. Call it right before a screen is drawn in its place: both
 * happen within one frame, so that the page is never empty.
 */
export const removePrerendered = (): void => document.querySelector("[data-prerendered]")?.remove();
