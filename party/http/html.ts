/** Texts in HTML. PURE. */

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** For the content of an element, and for the value of an attribute in double quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");

/** JSON for the content of a `script` element, which ends at the first `</script` whatever it is in. */
export const escapeJson = (json: string): string => json.replaceAll("<", "\\u003c");
