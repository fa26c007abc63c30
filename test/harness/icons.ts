/**
 * The app's icons as SVG, with the shapes of the tomato on the screen. `make-icons.ts` writes them, and the assets
 * generator makes the PNGs of them. All are committed.
 */
import { BODY, CALYX, CALYX_SHADE, CHAMBERS, FACE, FOLDS, SHINE, STALK } from "../../src/tomato/geometry";

/** The dash pattern that makes a circle a row of `count` round beads. */
const beads = (radius: number, count: number): string => `.1 ${(2 * Math.PI * radius) / count - 0.1}`;

const [RED, GREEN] = ["#b3220f", "#2a6a26"];

const skin = `<defs><radialGradient id="s" cx="36%" cy="26%" r="84%"><stop offset="0" stop-color="#f4684a"/><stop offset=".45" stop-color="#db3520"/><stop offset="1" stop-color="#a01710"/></radialGradient></defs>`;
const whole = `<path fill="none" stroke="#7d0f08" stroke-opacity=".14" stroke-width="9" stroke-linecap="round" d="${FOLDS}"/><path fill="#fff" opacity=".42" d="${SHINE}"/>`;
const cut = `<ellipse cx="200" cy="${FACE.y}" rx="${FACE.rx}" ry="${FACE.ry}" fill="#f59c7d"/><path fill="none" stroke="#c5301b" stroke-width="27" stroke-linecap="round" d="${CHAMBERS}"/>`;
const calyx = `<path fill="#5d0c06" opacity=".32" d="${CALYX_SHADE}"/><path fill="#2a6a26" d="${STALK}"/><path fill="#4d9a3d" d="${CALYX}"/>`;
/** The face is larger than on the screen, because an icon has no text. */
const face = (happy: boolean): string =>
  `<g fill="#6d0f07" stroke="#6d0f07" stroke-linecap="round">${
    happy
      ? `<path fill="none" stroke-width="10" d="M136 208q20-24 40 0M224 208q20-24 40 0"/>`
      : `<ellipse cx="156" cy="204" rx="13" ry="15" stroke="none"/><ellipse cx="244" cy="204" rx="13" ry="15" stroke="none"/>`
  }<path fill="none" stroke-width="10" d="M176 226q24 24 48 0"/></g><path fill="#ff9a78" opacity=".5" d="M106 236a20 12 0 1 0 40 0a20 12 0 1 0-40 0M254 236a20 12 0 1 0 40 0a20 12 0 1 0-40 0"/>`;
const tomato = (inside: string, happy: boolean): string =>
  `${skin}<path fill="url(#s)" d="${BODY}"/>${inside}${calyx}${face(happy)}`;
const plate = (colour: string, inside: string, alarm: boolean): string =>
  `${alarm ? `<circle cx="200" cy="200" r="178" fill="none" stroke="${colour}" stroke-width="80" stroke-linecap="round" stroke-dasharray="${beads(178, 12)}"/>` : ""}<circle cx="200" cy="200" r="190" fill="#fff8ee"/><circle cx="200" cy="200" r="172" fill="none" stroke="${colour}" stroke-width="34"/><g transform="translate(30 34) scale(.85)">${tomato(inside, inside === cut)}</g>`;
const svg = (box: string, drawing: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">\n  ${drawing}\n</svg>\n`;

/** The contents of each icon, by its file name in src/public. */
export const ICONS = {
  "icon.svg": svg("38 18 324 334", tomato(whole, false)),
  "icon-mono.svg": svg(
    "-22 -38 444 444",
    `<mask id="m"><path fill="#fff" d="${BODY}"/><path stroke="#000" stroke-width="20" d="${CALYX}"/><ellipse cx="156" cy="204" rx="15" ry="17"/><ellipse cx="244" cy="204" rx="15" ry="17"/><path fill="none" stroke="#000" stroke-width="12" stroke-linecap="round" d="M172 232q28 28 56 0"/></mask><path mask="url(#m)" d="${BODY}"/><path d="${STALK}${CALYX}"/>`,
  ),
  "icon-work.svg": svg("0 0 400 400", plate(RED, whole, false)),
  "icon-alarm.svg": svg("-20 -20 440 440", plate("#e08a00", whole, true)),
  "icon-break.svg": svg("0 0 400 400", plate(GREEN, cut, false)),
};

const [WIDTH, HEIGHT] = [1200, 630];
/** What chats show of a link to the app: the tomato on its plate, on the ground of the page. */
export const PREVIEW = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="${WIDTH}" height="${HEIGHT}" fill="#f2be8a"/><g transform="translate(${WIDTH / 2 - 280} ${HEIGHT / 2 - 280}) scale(1.4)">${plate(RED, whole, false)}</g></svg>`;
