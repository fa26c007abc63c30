/** Lets what is waiting, such as a press, run first: resolves in a later task. Undefined in browsers without a scheduler. */
export const nextTask = (): Promise<void> | undefined => globalThis.scheduler?.yield?.();
