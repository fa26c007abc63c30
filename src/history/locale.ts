/** How moments and numbers of the history are written: undefined is as the browser has it. */
export const locale = (): string | undefined => undefined;
