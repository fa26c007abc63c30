/** Reads a QR code with the camera, in browsers that can. */
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import ui from "../../ui/ui.module.css";
import style from "./Scan.module.css";

/** Not in TypeScript's library yet. */
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
  let gone = false;

  onMount(async () => {
    const Detector = detectorClass();
    if (Detector === undefined || video === undefined) return;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (gone) return stop();
      video.srcObject = stream;
      await video.play();
      look(new Detector({ formats: ["qr_code"] }), video);
    } catch {
      setFailed(true);
    }
  });
  function look(detector: Detector, source: HTMLVideoElement): void {
    frame = requestAnimationFrame(() => {
      detector.detect(source).then(
        // eslint-disable-next-line solid/reactivity -- it runs once, long after
        ([code]) => {
          if (gone) return;
          if (code === undefined) look(detector, source);
          else props.onText(code.rawValue);
        },
        () => setFailed(true),
      );
    });
  }
  function stop(): void {
    gone = true;
    cancelAnimationFrame(frame);
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
  onCleanup(stop);
  return (
    <Show when={!failed()} fallback={<p class={ui["problem"]}>{sheetWords.join.noCamera}</p>}>
      <video ref={(element) => (video = element)} class={style["video"]} playsinline muted />
      <p class={ui["hint"]}>{sheetWords.join.scanning}</p>
    </Show>
  );
}
