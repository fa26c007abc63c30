/** The open windows of this app. */
import { ANSWER_MS, inTime } from "../device/inTime";

declare const self: ServiceWorkerGlobalScope;

/** How long a page may take to say that it can sound, in ms. One that is frozen or busy does not ring in time either. */
const SOUND_MS = 500;

/** Only those that show this room. */
export async function windowsOf(room: string): Promise<readonly WindowClient[]> {
  const matching = self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const all = (await inTime(matching, ANSWER_MS)) ?? [];
  return all.filter((client) => new URL(client.url).pathname === `/r/${room}`);
}

/** Whether a person in front of this room hears its chime: one of its pages has the focus and can sound. */
export async function soundsInFocus(room: string): Promise<boolean> {
  const answers = await Promise.all((await windowsOf(room)).map(askForSound));
  return answers.includes(true);
}

/** `src/alarm/answerWorker.ts` answers. An overlay, which never sounds, does not. */
function askForSound(client: WindowClient): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const finish = (answer: unknown): void => {
      port1.close();
      resolve(answer === true);
    };
    port1.onmessage = ({ data }) => finish(data);
    setTimeout(finish, SOUND_MS, false);
    client.postMessage({ type: "can-sound" }, [port2]);
  });
}
