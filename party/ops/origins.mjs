// ALLOWED_ORIGINS and PUSH_ORIGINS, as the rooms read them: parted by commas or white space.

/**
 * What in the list is no origin; the rooms would pass over it, and whoever has set it would wait in vain.
 * @param {string | undefined} list @returns {string | undefined}
 */
export const notAnOrigin = (list) =>
  (list ?? "")
    .split(/[\s,]+/)
    .filter((origin) => origin !== "")
    .find((origin) => !/^https?:\/\/[^/?#@]+\/?$/.test(origin) || !URL.canParse(origin));
