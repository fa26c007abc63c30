/** Layout shifts: what moves on a page without being touched. */
import type { JSHandle, Page } from "playwright-core";

/** What has moved on the page until it is read, and by how much. */
export const watchShifts = (page: Page): Promise<JSHandle<string[]>> =>
  page.evaluateHandle(() => {
    const shifts: string[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as unknown as {
          value: number;
          sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
        };
        // An element that is gone by now has only its places.
        const what = sources.map(
          ({ node, previousRect, currentRect }) =>
            `${node?.nodeName} ${node?.textContent} ${JSON.stringify([previousRect, currentRect])}`,
        );
        shifts.push(`${value}: ${what.join(", ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
    return shifts;
  });
