import { OFFLINE_LIGHT } from "./board";
import type { LightState } from "./board";
import type { DeviceLike, InputReport } from "./hidDevice";
import type { HidModel } from "./hidModel";
import type { HidUnit } from "./hidUnit";
import type { StateFrame } from "./wire";

/** The light for a state of the room; null: the room cannot be reached. */
export const lightOf = (frame: StateFrame | null): LightState =>
  frame ? { state: frame.s, held: frame.held === 1, offline: false } : OFFLINE_LIGHT;

/** An open device that shows one colour and has at most one button. */
export function makeLightUnit(device: DeviceLike, model: HidModel): HidUnit {
  const { reportId, isFeature } = model.light;
  const send = (report: Uint8Array<ArrayBuffer>): Promise<void> =>
    isFeature ? device.sendFeatureReport(reportId, report) : device.sendReport(reportId, report);
  return {
    identity: { name: device.productName, fw: "", caps: model.caps },
    ...(model.keepAliveMs === undefined ? {} : { keepAliveMs: model.keepAliveMs }),
    draw(frame, elapsed) {
      const report = model.report(lightOf(frame), elapsed);
      return { id: String(report), send: () => send(report) };
    },
    msUntilChange: (frame, elapsed) => model.msUntilChange(lightOf(frame), elapsed),
    listen(onReport, onKey) {
      let wasDown = false;
      const listener = ({ reportId, data }: InputReport): void => {
        onReport();
        const isDown = model.isPressed(data, reportId);
        if (isDown === null || isDown === wasDown) return;
        wasDown = isDown;
        onKey({ key: "button", isDown });
      };
      device.addEventListener("inputreport", listener);
      return () => device.removeEventListener("inputreport", listener);
    },
    makeDark: () => send(model.report(null, 0)),
    close: () => device.close(),
  };
}
