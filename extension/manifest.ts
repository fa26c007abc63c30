/** The manifest, of which each browser gets its own form. The texts are in `_locales`, made of the words. */
import type en from "./words/en";

export const BROWSERS = ["chrome", "firefox"] as const;
export type BrowserName = (typeof BROWSERS)[number];

const ICON_SIZES = [16, 32, 48, 128] as const;
export const ICONS = ICON_SIZES.map((size) => ({ size, path: `icon-${size}.png` }));
const icons = Object.fromEntries(ICONS.map(({ size, path }) => [size, path]));

/** Everything comes with the extension, but for the room: its server can be any. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src http: https: ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Chromium reads keys pressed in other programs only for these combinations, and Firefox has no such keys. */
const HOTKEY = { default: "Ctrl+Shift+9", mac: "Command+Shift+9" };

export function manifestFor(browser: BrowserName, version: string): Record<string, unknown> {
  const isChrome = browser === "chrome";
  return {
    manifest_version: 3,
    name: "__MSG_name__",
    description: "__MSG_description__",
    default_locale: "en",
    version,
    icons,
    action: { default_popup: "popup.html", default_title: "__MSG_name__", default_icon: icons },
    options_ui: { page: "options.html", open_in_tab: true },
    background: isChrome
      ? { service_worker: "background.js", type: "module" }
      : { scripts: ["background.js"], type: "module" },
    permissions: ["activeTab", "alarms", "declarativeNetRequestWithHostAccess", "storage"],
    optional_host_permissions: ["*://*/*"],
    // The rules put this page in place of a site, for which it must be open to sites.
    web_accessible_resources: [{ resources: ["blocked.html"], matches: ["*://*/*"] }],
    commands: {
      press: { suggested_key: HOTKEY, description: "__MSG_press__", ...(isChrome ? { global: true } : {}) },
    },
    content_security_policy: { extension_pages: POLICY },
    ...(isChrome
      ? { minimum_chrome_version: "121" }
      : {
          browser_specific_settings: {
            gecko: {
              id: "shared-pomodoro@tomato",
              strict_min_version: "140.0",
              data_collection_permissions: { required: ["none"] },
            },
            gecko_android: { strict_min_version: "142.0" },
          },
        }),
  };
}

/** The texts that the browser itself shows, in the form of `_locales`. */
export const messagesOf = (words: typeof en): Record<string, { message: string }> =>
  Object.fromEntries(
    (["name", "description", "press"] as const).map((key) => [key, { message: words[key] }]),
  );
