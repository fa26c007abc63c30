/** All of the one screen that comes after the tomato, as one file: one line to wait for, not five. */
const rest = () => import("./rest");

export const loadHead = async () => ({ default: (await rest()).Head });
export const loadPanel = async () => ({ default: (await rest()).Panel });
export const loadCelebration = async () => ({ default: (await rest()).Celebration });
export const loadOpenSheet = async () => ({ default: (await rest()).OpenSheet });
