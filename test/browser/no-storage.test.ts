import { describe, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

describe("a browser that forbids storage", () => {
  const FORBIDDEN = {
    "has none of it": () => Reflect.deleteProperty(IDBFactory.prototype, "open"),
    "says so at once": () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("not here", "SecurityError");
      };
    },
    "says so later": () => {
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
    "and %s has its tomato all the same, which can be pressed",
    async (_, forbid) => {
      const page = await here.open(here.server.http, PHONE, (page) => page.addInitScript(forbid));
      await page.getByText("Press to start working").waitFor();
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
    },
  );
});
