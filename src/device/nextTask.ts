/** Lets what is waiting, such as a press, run first: resolves in a later task, or at once in browsers without a scheduler. */
export const nextTask = async (): Promise<void> => globalThis.scheduler?.yield?.();
