/** The person's own chime: a file with a sound, which stays on this device. Loaded once somebody chooses one. */
import { readStored, writeStored } from "../device/storage";
import { makeLoop } from "./ownLoop";

/** Why a file is no chime. */
export type OwnChimeProblem = "tooLarge" | "notASound" | "tooLong" | "silent";

const MAX_BYTES = 1_000_000;
/** As long as a ring, in s. */
const MAX_LENGTH_S = 60;
const STORAGE_KEY = "own-chime";
/** Any rate: the browser plays a buffer of every rate. */
const SAMPLE_RATE = 44_100;

/** What is stored may come from another version of the app. */
const isFile = (stored: unknown): stored is ArrayBuffer =>
  stored instanceof ArrayBuffer && stored.byteLength <= MAX_BYTES;

/** The stored chime; null where there is none or it cannot be read. Never rejects. */
export async function readOwnChime(): Promise<AudioBuffer | null> {
  const stored = await readStored(STORAGE_KEY);
  const decoded = isFile(stored) ? await decode(stored) : null;
  return typeof decoded === "string" ? null : decoded;
}

/** Stores the file, in place of an earlier one. Nothing changes where it has a problem. Never rejects. */
export async function storeOwnChime(file: File): Promise<AudioBuffer | OwnChimeProblem> {
  if (file.size > MAX_BYTES) return "tooLarge";
  const bytes = await file.arrayBuffer().catch(() => null); // the file may be gone by now
  const decoded = bytes === null ? "notASound" : await decode(bytes);
  if (bytes === null || typeof decoded === "string") return decoded;
  await writeStored(STORAGE_KEY, bytes);
  return decoded;
}

export const removeOwnChime = (): Promise<void> => writeStored(STORAGE_KEY, null);

async function decode(bytes: ArrayBuffer): Promise<AudioBuffer | OwnChimeProblem> {
  try {
    const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const sound = await context.decodeAudioData(bytes.slice(0)); // it empties what it gets
    if (sound.duration > MAX_LENGTH_S) return "tooLong";
    const channels = Array.from({ length: Math.min(2, sound.numberOfChannels) }, (_, i) =>
      sound.getChannelData(i),
    );
    const loop = makeLoop(channels, sound.sampleRate);
    if (loop === null) return "silent";
    const buffer = new AudioBuffer({
      length: loop[0]?.length ?? 1,
      numberOfChannels: loop.length,
      sampleRate: sound.sampleRate,
    });
    for (const [i, samples] of loop.entries()) buffer.copyToChannel(samples, i);
    return buffer;
  } catch {
    return "notASound";
  }
}
