/** Where the app begins: finds its room, then draws it. */
import { render } from "solid-js/web";
import { App } from "./App";
import { arrive } from "./room/arrive";
import { lastWord, savedWishes } from "./room/device";
import { applyTheme } from "./ui/theme";

const installed = matchMedia("(display-mode: standalone)").matches;
const root = document.getElementById("app");
if (root === null) throw new Error("the page has no place for the app");

const [arrival, wishes] = await Promise.all([
  arrive({ url: new URL(location.href), installed }),
  savedWishes(),
]);
applyTheme(wishes.theme);
if (new URLSearchParams(location.search).get("view") === "overlay")
  document.documentElement.dataset["view"] = "overlay";
const last = arrival.kind === "room" ? await lastWord(arrival.link.room) : null;
render(() => <App arrival={arrival} wishes={wishes} last={last} />, root);

// Another room's link typed or pasted into the address bar changes only the fragment or comes from the history.
addEventListener("hashchange", () => location.reload());
