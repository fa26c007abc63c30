/** What index.html shows before the scripts goes when a screen is about to stand in its place, within the same frame. */
export const endFirstSight = (): void => document.querySelector("[data-first-sight]")?.remove();
