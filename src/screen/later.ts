/** All of the one screen that comes after the tomato, as one file: one line to wait for, not five. */
export const loadRest = () => import("./rest");

export const loadHead = async () => ({ default: (await loadRest()).Head });
export const loadPanel = async () => ({ default: (await loadRest()).Panel });
export const loadCelebration = async () => ({ default: (await loadRest()).Celebration });
export const loadOpenSheet = async () => ({ default: (await loadRest()).OpenSheet });
