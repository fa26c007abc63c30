/** Finds texts and controls of a page that lie over each other. Runs in the page. */

/** One line for each pair. The button of the tomato is left out, since it is not as round as its picture. */
export const findOverlaps = (): string[] => {
  interface Item {
    readonly what: string;
    readonly element: Element;
    readonly box: DOMRect;
  }
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true } as CheckVisibilityOptions) &&
    element.closest(".visually-hidden, [hidden]") === null;
  /** The boxes of a text: one for each line, and one for each character where the text follows a curve. */
  const boxesOf = (node: Node, element: Element): readonly DOMRect[] => {
    const range = document.createRange();
    if (element.closest("textPath") === null) {
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    }
    const boxes: DOMRect[] = [];
    // Firefox has one box of a curve for all ranges in it: the text itself knows its characters.
    const curve = element.closest("text") as SVGTextContentElement;
    const toScreen = curve.getScreenCTM();
    for (let i = 0; i < curve.getNumberOfChars() && toScreen !== null; i++) {
      const { x, y, width, height } = curve.getExtentOfChar(i);
      const corners = [
        new DOMPoint(x, y),
        new DOMPoint(x + width, y),
        new DOMPoint(x, y + height),
        new DOMPoint(x + width, y + height),
      ].map((corner) => corner.matrixTransform(toScreen));
      const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
      const [left, top] = [Math.min(...xs), Math.min(...ys)];
      boxes.push(new DOMRect(left, top, Math.max(...xs) - left, Math.max(...ys) - top));
    }
    return boxes;
  };
  const items: Item[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (element === null || text === "" || !isShown(element)) continue;
    for (const box of boxesOf(node, element)) items.push({ what: `“${text}”`, element, box });
  }
  for (const element of document.querySelectorAll("button:not([data-known]), a[href], input, select"))
    if (isShown(element))
      items.push({
        what: `the control “${element.textContent?.trim() || element.ariaLabel}”`,
        element,
        box: element.getBoundingClientRect(),
      });
  /** A control without a text lies over the picture and the number that it is for. */
  const covers = (one: Item, other: Item): boolean =>
    one.element.textContent?.trim() === "" && one.element.parentElement?.contains(other.element) === true;
  /** The lines of a drawing have boxes that are higher than their letters. The tomato is one of several pictures. */
  const drawingOf = ({ element }: Item): Element | null => {
    const picture = element.closest("svg");
    return picture && (picture.closest("[data-tomato]") ?? picture);
  };
  const areOneDrawing = (one: Item, other: Item): boolean =>
    drawingOf(one) !== null && drawingOf(one) === drawingOf(other);
  const isOver = ({ box: a }: Item, { box: b }: Item): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return items.flatMap((one, i) =>
    items
      .slice(i + 1)
      .filter(
        (other) =>
          !one.element.contains(other.element) &&
          !other.element.contains(one.element) &&
          !areOneDrawing(one, other) &&
          !covers(one, other) &&
          !covers(other, one) &&
          isOver(one, other),
      )
      .map((other) => `${one.what} and ${other.what}`),
  );
};
