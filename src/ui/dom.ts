/**
 * What compiled components import in place of `solid-js/web` (`vite.config.ts`). It differs in one function: `insert`.
 *
 * A browser that translates the page replaces each text node by elements with the translated text. Solid keeps the text
 * nodes that it has made and changes their data, so such a text would never change again. Here a text that changes is a
 * new node each time: alone in its element it replaces whatever the element contains, and next to others it is in an
 * element of its own, which the translator leaves where it is.
 */
import { insert as insertNodes } from "solid-js/web";

export * from "solid-js/web";

/** What a component may put into an element: a node, a text, nothing, or several of these; or a function that returns one. */
type Content = Node | string | number | boolean | null | undefined | readonly Content[] | (() => Content);

/** As `insert` of Solid. `marker`: the node that follows; undefined if the content is the only one in `parent`. */
export function insert(parent: Node, content: Content, marker?: Node | null, initial?: unknown): unknown {
  return insertNodes(parent, withOwnNodes(content, marker === undefined) as never, marker, initial as never);
}

/** The same content, with a node for each text that may change. `isAlone`: nothing else is in the element. */
function withOwnNodes(content: Content, isAlone: boolean): Content {
  if (Array.isArray(content)) {
    return content.map((item: Content) => (isText(item) ? nodeOf(item, false) : withOwnNodes(item, false)));
  }
  if (typeof content !== "function") return content;
  let text: string | number | undefined;
  let node: Content;
  return () => {
    const next = content();
    if (!isText(next)) return withOwnNodes(next, isAlone);
    if (next !== text || node === undefined) node = nodeOf((text = next), isAlone);
    return node;
  };
}

const isText = (content: Content): content is string | number =>
  typeof content === "string" || typeof content === "number";

/** An empty text needs no node, because it is not translated. */
function nodeOf(text: string | number, isAlone: boolean): Content {
  if (isAlone) return document.createTextNode(String(text));
  if (text === "") return text;
  const element = document.createElement("own-text"); // a name that no style sheet mentions
  element.textContent = String(text);
  return element;
}
