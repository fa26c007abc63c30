/** Reads a QR code with the camera, in browsers that have a `BarcodeDetector`. */
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./Scan.module.css";

/** TypeScript's library does not have it yet. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;
const detectorClass = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

export const canScan = (): boolean => detectorClass() !== undefined && navigator.mediaDevices !== undefined;

/** For how long, in ms, a code that opens no room is passed over. After it the code may, because the network is back. */
const PASS_OVER_MS = 3000;

/** `open`: opens what a code contains, or returns in words why it cannot. The camera then looks for another code. */
export function Scan(props: { open: (text: string) => Promise<string | null> }): JSX.Element {
  const [failed, setFailed] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  /** The codes that open no room, with the time (of `performance.now()`) at which they were tried. */
  const triedAt = new Map<string, number>();
  let video: HTMLVideoElement | undefined;
  let stream: MediaStream | undefined;
  let frame = 0;
  let isStopped = false;

  onMount(async () => {
    const Detector = detectorClass();
    if (Detector === undefined || video === undefined) return;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (isStopped) return stop();
      for (const track of stream.getTracks()) track.addEventListener("ended", fail); // the system has taken it away
      video.srcObject = stream;
      await video.play();
      scanNextFrame(new Detector({ formats: ["qr_code"] }), video);
    } catch {
      fail();
    }
  });
  function fail(): void {
    stop();
    setFailed(true);
  }
  function scanNextFrame(detector: Detector, source: HTMLVideoElement): void {
    // eslint-disable-next-line solid/reactivity -- the function runs once, later
    frame = requestAnimationFrame(async () => {
      try {
        for (const { rawValue } of await detector.detect(source)) await tryCode(rawValue);
      } catch {
        return fail();
      }
      if (!isStopped) scanNextFrame(detector, source);
    });
  }
  async function tryCode(text: string): Promise<void> {
    const last = triedAt.get(text) ?? -PASS_OVER_MS;
    if (isStopped || performance.now() - last < PASS_OVER_MS) return;
    const found = await props.open(text);
    triedAt.set(text, performance.now());
    setProblem(found);
  }
  function stop(): void {
    isStopped = true;
    cancelAnimationFrame(frame);
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
  onCleanup(stop);
  return (
    <Show
      when={!failed()}
      fallback={
        <p class={ui["problem"]} role="alert">
          {words.noCamera}
        </p>
      }
    >
      <video ref={(element) => (video = element)} class={style["video"]} playsinline muted />
      <p class={ui["problem"]} role="status">
        {problem() ?? ""}
      </p>
      <p class={ui["hint"]}>{words.scanning}</p>
    </Show>
  );
}
