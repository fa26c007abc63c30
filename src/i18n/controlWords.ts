/** The words of the controls, in the language of this page. */
import { enControls } from "./en.controls";
import type { ControlWords } from "./en.controls";

export const controlWords: ControlWords = enControls;
