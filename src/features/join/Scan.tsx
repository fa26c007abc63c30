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

export function Scan(props: { onText: (text: string) => void }): JSX.Element {
  const [failed, setFailed] = createSignal(false);
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
      video.srcObject = stream;
      await video.play();
      scanNextFrame(new Detector({ formats: ["qr_code"] }), video);
    } catch {
      setFailed(true);
    }
  });
  function scanNextFrame(detector: Detector, source: HTMLVideoElement): void {
    frame = requestAnimationFrame(() => {
      detector.detect(source).then(
        // eslint-disable-next-line solid/reactivity -- the function runs once, later
        ([code]) => {
          if (isStopped) return;
          if (code === undefined) scanNextFrame(detector, source);
          else props.onText(code.rawValue);
        },
        () => setFailed(true),
      );
    });
  }
  function stop(): void {
    isStopped = true;
    cancelAnimationFrame(frame);
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
  onCleanup(stop);
  return (
    <Show when={!failed()} fallback={<p class={ui["problem"]}>{words.noCamera}</p>}>
      <video ref={(element) => (video = element)} class={style["video"]} playsinline muted />
      <p class={ui["hint"]}>{words.scanning}</p>
    </Show>
  );
}
