/** Finds what does not fit on the screen: texts that are cut off, and elements beyond the edge. */
import type { Page } from "playwright-core";

/** One line for each finding. A sheet may scroll down. */
export const findOverflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const findings: string[] = [];
    const { clientWidth: width, scrollWidth, clientHeight: height, scrollHeight } = document.documentElement;
    if (scrollWidth > width) findings.push(`the page is ${scrollWidth} wide on a screen of ${width}`);
    const dialog = document.querySelector("dialog[open]");
    // The height may be a fraction of a pixel and rounded up.
    if (dialog === null && scrollHeight > height + 1)
      findings.push(`the page is ${scrollHeight} high on ${height}`);
    for (const one of (dialog ?? document.body).querySelectorAll<HTMLElement>("*")) {
      const { left, right, width: wide } = one.getBoundingClientRect();
      const hidden = wide <= 1 || one.closest(".visually-hidden, svg") !== null;
      if (hidden || getComputedStyle(one).visibility === "hidden") continue;
      const what = `${one.tagName.toLowerCase()} “${(one.innerText || one.ariaLabel || "").slice(0, 40)}”`;
      if (left < -0.5 || right > width + 0.5)
        findings.push(`${what} reaches from ${left} to ${right} of ${width}`);
      // A slider reaches 2 px beyond its field; a text that does is not cut off.
      const hasText = [...one.childNodes].some(
        ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim(),
      );
      if (hasText && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 2)
        findings.push(`${what} needs ${one.scrollWidth} and has ${one.clientWidth}`);
    }
    return findings;
  });
