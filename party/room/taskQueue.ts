/** Runs tasks one at a time, in the order in which they were added, so that answers keep the order of the requests. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with the task; a task that fails does not stop the next one. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {}); // the caller handles the failure
    return result;
  }
}
