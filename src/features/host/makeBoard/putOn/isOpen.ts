/** Whether a program is being put on a board, or has a result that nobody has seen: the sheet then opens there. */
import { createSignal } from "solid-js";

export const [isPutOnOpen, setPutOnOpen] = createSignal(false);
