/** The words of the controls, in the language of this page. */
import { controlsIn } from "./controlsIn";
import { enControls } from "./en.controls";
import type { ControlWords } from "./en.controls";
import { makeWords } from "./makeWords";

export const controlWords: ControlWords = makeWords(enControls, controlsIn);
