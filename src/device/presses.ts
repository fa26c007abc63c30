/**
 * One rule for all buttons of a document: a key that is held down acts once. Space needs no rule, because browsers act
 * when it comes up, and only on the element on which it went down. Also keeps the room's revision at which a press began,
 * and whether there was a press.
 */

let look: () => number | undefined = () => undefined;
let seen: number | undefined;
let pressed = false;

/** `revision` gives the one that is shown now. */
export const setLook = (revision: typeof look): void => void (look = revision);
/** The revision that was shown when the press began that acts now; undefined without one, as for a screen reader. */
export const seenRevision = (): number | undefined => seen;
/** The press was none: it has become a drag, after which there may be no click. */
export const forgetPress = (): void => void (seen = undefined);
/** Whether a person has pressed anything in this page since it was loaded. */
export const hasPressed = (): boolean => pressed;

function onPress(event: Event): void {
  pressed = true;
  if ((event as KeyboardEvent).repeat) {
    if (!/Enter|Escape/.test((event as KeyboardEvent).key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (/down/.test(event.type)) seen = look();
  else setTimeout(() => (seen = undefined)); // the click of a key that comes up is still to come
}

/** Applies the rule to the document of the page, or to that of the small window. */
export function watchPresses(target: Document): void {
  for (const type of ["pointerdown", "pointercancel", "click", "keydown", "keyup"])
    target.addEventListener(type, onPress, true);
}
