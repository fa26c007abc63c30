/**
 * Promises whose jobs run when the simulation says so. The programs are built without `async` (esbuild turns it into
 * generators), so that all of their promises are of this class: after each event, `drain` runs all jobs to the end, in
 * their order and without an event loop. A job belongs to the context in which it was added.
 */

/** What a job belongs to: an object of the server, or a page. A job whose owner has ended does not run. */
export interface JobContext {
  isDead: boolean;
}

type Job = () => void;

/** The queue of all jobs of one simulation. */
export class JobQueue {
  readonly #jobs: (Job | JobContext)[] = [];
  #isDraining = false;
  /** To whom what runs now belongs. */
  context: JobContext = { isDead: false };
  /** Called with the reason of each promise that was rejected and that nobody has handled when the jobs are done. */
  onUnhandled: (reason: unknown, context: JobContext) => void = () => {};
  /** Called with what a callback has thrown. */
  onError: (error: unknown, context: JobContext) => void = () => {};
  /** Called once when all jobs of the present event are done: the end of a turn of the event loop. */
  readonly endOfTurn: (() => void)[] = [];
  readonly rejected = new Map<object, { readonly reason: unknown; readonly context: JobContext }>();

  add(job: Job, context = this.context): void {
    this.#jobs.push(job, context);
  }

  /** Runs `task` in a context, then all jobs. */
  run(context: JobContext, task: () => void): void {
    if (context.isDead) return;
    const before = this.context;
    this.context = context;
    try {
      task();
    } catch (error) {
      if (!context.isDead) this.onError(error, context);
    }
    this.context = before;
    this.drain();
  }

  #runJobs(): void {
    const jobs = this.#jobs;
    for (let i = 0; i < jobs.length; i += 2) {
      const context = jobs[i + 1] as JobContext;
      if (context.isDead) continue;
      this.context = context;
      try {
        (jobs[i] as Job)();
      } catch (error) {
        this.onError(error, context);
      }
    }
    jobs.length = 0;
  }

  drain(): void {
    if (this.#isDraining) return;
    if (this.#jobs.length === 0 && this.endOfTurn.length === 0 && this.rejected.size === 0) return;
    this.#isDraining = true;
    const before = this.context;
    do {
      this.#runJobs();
      this.endOfTurn.shift()?.();
    } while (this.#jobs.length > 0 || this.endOfTurn.length > 0);
    this.context = before;
    this.#isDraining = false;
    if (this.rejected.size === 0) return;
    const rejected = [...this.rejected.values()];
    this.rejected.clear();
    for (const { reason, context } of rejected) if (!context.isDead) this.onUnhandled(reason, context);
  }
}
