import { describe, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

describe("a browser that forbids storage", () => {
  const FORBIDDEN = {
    "has no IndexedDB": () => Reflect.deleteProperty(IDBFactory.prototype, "open"),
    "throws when a database is opened": () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("not here", "SecurityError");
      };
    },
    "reports an error after a database was opened": () => {
      IDBFactory.prototype.open = function () {
        const request = new EventTarget() as IDBOpenDBRequest;
        const refuse = (): void => request.onerror?.(new Event("error"));
        Object.defineProperty(request, "error", { value: new DOMException("not here", "UnknownError") });
        setTimeout(refuse);
        return request;
      };
    },
  };
  it.each(Object.entries(FORBIDDEN))(
    "a browser that %s still shows the tomato, which can be pressed",
    async (_, forbid) => {
      const page = await here.open(here.server.http, PHONE, (page) => page.addInitScript(forbid));
      await page.getByText("Press to start working").waitFor();
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
    },
  );
});
