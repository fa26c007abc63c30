// Written for every browser that has scripts: shows a sentence where the app's own scripts cannot run. The interfaces are
// among the newest that the supported browsers have in common (src/supportedBrowsers.mjs).
(function () {
  var isSupported =
    "noModule" in HTMLScriptElement.prototype &&
    "findLast" in Array.prototype &&
    "OffscreenCanvas" in window &&
    CSS.supports("height", "1dvh");
  var sentence = document.querySelector("[data-old-browser]");
  if (!isSupported && sentence) sentence.removeAttribute("hidden");
})();
