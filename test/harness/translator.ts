/**
 * Does to a page what a browser's translator does: replaces each text node by `<font><font>text</font></font>`, at once and
 * whenever new text appears. The text stays the same, so that the page can be compared with one that is not translated.
 */
import type { Page } from "playwright-core";

export async function translatePage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const isOurs = (text: Node): boolean =>
      text.parentElement?.closest("font, script, style, option") !== null;
    function translate(root: Node): void {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node as Text);
      if (root instanceof Text) texts.push(root);
      for (const text of texts) {
        if (text.data.trim() === "" || text.parentElement === null || isOurs(text)) continue;
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.textContent = text.data;
        outer.append(inner);
        text.replaceWith(outer);
      }
    }
    translate(document.body);
    new MutationObserver((records) => {
      for (const { target, addedNodes, type } of records) {
        if (type === "characterData") translate(target);
        for (const node of addedNodes) translate(node);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** All texts of a page in alphabetical order, its title included, without what is in scripts. */
export const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [document.title];
    while (walker.nextNode() !== null) {
      const { nodeValue, parentElement } = walker.currentNode;
      if (parentElement?.closest("script") === null) texts.push(nodeValue?.trim() ?? "");
    }
    return texts.filter((text) => text !== "").toSorted();
  });
