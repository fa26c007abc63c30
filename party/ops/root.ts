import { fileURLToPath } from "node:url";

/** The project's folder, with a slash at the end. A bundle in .selfhost/ops/ is as deep below it as this file. */
export const root = fileURLToPath(new URL("../../", import.meta.url));
