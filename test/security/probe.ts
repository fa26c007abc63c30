/** Starts the bystander and reads their account. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../harness/server";
import { within } from "../harness/wait";

export interface Account {
  /** What was not as it should be; nothing else may be here. */
  readonly wrong: readonly string[];
  /** ms from each press to the moment when its sender has the answer and a friend has heard of it. */
  readonly phases: Readonly<Record<string, readonly number[]>>;
}
export interface Bystander {
  /** What is measured from now on counts for this. */
  phase(name: string): void;
  end(): Promise<Account>;
  /** Gone at once, where nobody wants to hear the account. */
  dispose(): void;
}

export async function bystander(host: string): Promise<Bystander> {
  const child = fork(join(root, "test/security/probe-person.mjs"), [host]);
  const ended = once(child, "exit");
  const hear = async (what: string): Promise<unknown> => {
    const said = once(child, "message").then(([message]: unknown[]) => message);
    const gone = ended.then(() => Promise.reject(new Error("the bystander's process has ended")));
    return within(60_000, what, Promise.race([said, gone]));
  };
  try {
    await hear("the bystander in their room");
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    phase: (name) => void child.send(name),
    end() {
      const account = hear("the bystander's account");
      child.send("end");
      return account as Promise<Account>;
    },
    dispose: () => void child.kill("SIGKILL"),
  };
}
