/** What does not fit: texts of buttons and fields that are cut off, and anything that reaches over the edge. */
import type { Page } from "playwright-core";

/** One line for each; empty where all is well. What is meant to scroll may: the body of a sheet, downwards. */
export const findOverflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong: string[] = [];
    const { clientWidth: width, scrollWidth, clientHeight: height, scrollHeight } = document.documentElement;
    if (scrollWidth > width) wrong.push(`the page is ${scrollWidth} wide on a screen of ${width}`);
    const dialog = document.querySelector("dialog[open]");
    // A height that is no whole number of pixels may be rounded up.
    if (dialog === null && scrollHeight > height + 1)
      wrong.push(`the page is ${scrollHeight} high on ${height}`);
    for (const one of (dialog ?? document.body).querySelectorAll<HTMLElement>("*")) {
      const { left, right, width: wide } = one.getBoundingClientRect();
      const hidden = wide <= 1 || one.closest(".visually-hidden, svg") !== null;
      if (hidden || getComputedStyle(one).visibility === "hidden") continue;
      const what = `${one.tagName.toLowerCase()} “${(one.innerText || one.ariaLabel || "").slice(0, 40)}”`;
      if (left < -0.5 || right > width + 0.5)
        wrong.push(`${what} reaches from ${left} to ${right} of ${width}`);
      // A slider reaches 2 px beyond its field; a text that does is in no way cut off.
      const says = [...one.childNodes].some(
        ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim(),
      );
      if (says && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 2)
        wrong.push(`${what} needs ${one.scrollWidth} and has ${one.clientWidth}`);
    }
    return wrong;
  });
