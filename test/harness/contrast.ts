/** Contrast ratios as in WCAG 2. PURE. */

/** The relative luminance of a colour: red, green and blue, 0 to 255. */
export function luminanceOf(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The luminance of a computed colour such as `rgb(255, 246, 234)`. Throws where it is not opaque. */
function luminance(colour: string): number {
  const [, ...parts] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) ?? [];
  if (parts.length !== 3) throw new Error(`not an opaque colour: ${colour}`);
  return luminanceOf(parts.map(Number));
}

/** The contrast ratio of two computed colours: 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
