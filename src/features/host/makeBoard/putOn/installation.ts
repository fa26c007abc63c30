/**
 * The program that this page is putting on a board, at most one. It lives outside the sheet, so that closing the sheet
 * interrupts nothing.
 */
import { createEffect, createRoot, createSignal } from "solid-js";
import { isPickerDismissed } from "../../../../board/board";
import type { BrowserHost } from "../../../../board/browserHost";
import type { PortLike } from "../../../../board/serial";
import { readStored, writeStored } from "../../../../device/storage";
import { makePortChooser } from "../../../../programs/choosePort";
import type { PortChooser } from "../../../../programs/choosePort";
import type {
  InstallContext,
  InstallError,
  InstallErrorCode,
  InstallProgress,
} from "../../../../programs/installer";
import type { InstallerEntry } from "../../../../programs/installers";
import { setPutOn } from "../../createHosting";

/** What needs a click: a port, or the picker of an installer over WebUSB. */
type Question = Parameters<InstallContext["choosePort"]>[0] | "usb";

/**
 * idle: nothing was begun. running: `steps` are those that were begun, the last one is going on; `question`: what the person
 * has to choose. done: `board` is the name in the hello. failed: `detail` is for a report.
 */
export type Installation =
  | { readonly phase: "idle" }
  | {
      readonly phase: "running";
      readonly entry: InstallerEntry;
      readonly steps: readonly InstallProgress["step"][];
      readonly part: number | null;
      readonly question: Question | null;
    }
  | { readonly phase: "done"; readonly entry: InstallerEntry; readonly board: string }
  | {
      readonly phase: "failed";
      readonly entry: InstallerEntry;
      readonly code: InstallErrorCode;
      readonly detail: string;
    };

const [installation, setInstallation] = createSignal<Installation>({ phase: "idle" });
export { installation };
createRoot(() =>
  createEffect(() => {
    const { phase } = installation();
    setPutOn(phase === "failed" ? "done" : phase);
  }),
);

/** Whether a program was being written when the page was closed. */
const [wasInterrupted, setWasInterrupted] = createSignal(false);
export { wasInterrupted };
const INTERRUPTED_KEY = "program being written";
const setWriting = (isWriting: boolean): void => void writeStored(INTERRUPTED_KEY, isWriting);
/** Reads once what an earlier visit has left: the sheet says it on this visit, and not again on the next one. */
export async function readInterrupted(): Promise<void> {
  if (installation().phase === "running" || (await readStored(INTERRUPTED_KEY)) !== true) return;
  setWasInterrupted(true);
  setWriting(false);
}

const WRITING_STEPS: ReadonlySet<InstallProgress["step"]> = new Set(["erase", "write", "verify"]);
/** The browser asks whether the tab shall really be closed. */
const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

let controller = new AbortController();
let chooser: PortChooser | null = null;

export const cancel = (): void => controller.abort(new DOMException("cancelled", "AbortError"));
/** Stops waiting for a board to be plugged in again. */
let stopWaiting: () => void = () => {};
/** Back to the list of boards. */
export function dismiss(): void {
  stopWaiting();
  setInstallation({ phase: "idle" });
}
/** Goes on when a board is plugged in and the browser permits its port by itself; else the person clicks. */
function goOnAtComeback(host: BrowserHost, entry: InstallerEntry): void {
  const goOn = ({ target }: Event): void => void putOn(host, entry, null, target as unknown as PortLike);
  host.serial?.addEventListener("connect", goOn);
  stopWaiting = () => host.serial?.removeEventListener("connect", goOn);
}
/** Goes on where only a click was missing. */
let onClick: (() => void) | null = null;
/** Answers a question with the browser's picker; call it in a click handler. */
export const pick = (): void => (onClick ? onClick() : void chooser?.pick());

/** Whether the person has closed the picker of an installer. */
const isGivenUp = (cause: unknown): boolean => cause instanceof DOMException && cause.name === "AbortError";

/** By its name, because the class itself is loaded with the installers. */
const isInstallError = (cause: unknown): cause is InstallError =>
  cause instanceof Error && cause.name === "InstallError";

function fail(entry: InstallerEntry, cause: unknown, fallback: InstallErrorCode = "no-open"): void {
  const isOurs = isInstallError(cause);
  const detail = isOurs ? cause.detail : cause instanceof Error ? cause.message : String(cause);
  setInstallation({ phase: "failed", entry, code: isOurs ? cause.code : fallback, detail });
}

/**
 * Shows the browser's picker and puts the program on the chosen board, which the host then connects. Call it in a click
 * handler. A dismissed picker changes nothing. `comeback`: a port that is permitted already, for which no picker is shown.
 * Never rejects.
 */
export async function putOn(
  host: BrowserHost,
  entry: InstallerEntry,
  chosenFile: File | null,
  comeback: PortLike | null = null,
): Promise<void> {
  const { serial, timers } = host;
  if (!serial || installation().phase === "running") return;
  controller = new AbortController();
  const { signal } = controller;
  const isOverUsb = chosenFile !== null && entry.file?.isOverUsb === true;
  let port = comeback;
  try {
    // At once: the browser permits it only in the click, which an installer over WebUSB needs for a picker of its own.
    if (!isOverUsb) port ??= await serial.requestPort();
  } catch (cause) {
    return isPickerDismissed(cause) ? undefined : fail(entry, cause);
  }
  stopWaiting();
  const wasInUse = host.view.value.status.phase !== "off";
  let hasWritten = false;
  let isLoaded = false;
  setWasInterrupted(false);
  setInstallation({ phase: "running", entry, steps: ["connect"], part: null, question: null });
  const update = (change: Partial<Extract<Installation, { phase: "running" }>>): void =>
    void setInstallation((now) => (now.phase === "running" ? { ...now, ...change } : now));
  const chosen = (chooser = makePortChooser(serial, port, { timers, signal }, (question) =>
    update({ question }),
  ));

  const awaitClick = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        onClick = null;
        update({ question: null });
        finish();
      };
      onClick = () => settle(resolve);
      signal.addEventListener("abort", () => settle(() => reject(signal.reason as Error)), { once: true });
      update({ question: "usb" });
    });

  function onProgress({ step, part }: InstallProgress): void {
    if (WRITING_STEPS.has(step) && !hasWritten) {
      hasWritten = true;
      addEventListener("beforeunload", warn);
      setWriting(true);
    }
    setInstallation((now) => {
      if (now.phase !== "running") return now;
      return { ...now, part, steps: now.steps.at(-1) === step ? now.steps : [...now.steps, step] };
    });
  }

  try {
    await host.disconnect(); // the port can be open only once
    const { install } = await entry.load();
    isLoaded = true;
    const file = chosenFile && new Uint8Array(await chosenFile.arrayBuffer());
    const { choosePort } = chosen;
    const { board } = await install({ timers, signal, onProgress, choosePort, awaitClick, file });
    setWriting(false);
    setInstallation({ phase: "done", entry, board });
    if (chosen.last) void host.connectGranted("serial", chosen.last);
  } catch (cause) {
    if (signal.aborted || isGivenUp(cause)) dismiss();
    else fail(entry, cause, isLoaded ? undefined : "not-loaded");
    const isWithout = isInstallError(cause) && cause.code === "no-micropython";
    if (isWithout && entry.micropython?.writtenBy === null) goOnAtComeback(host, entry);
    if (hasWritten) setWasInterrupted(true);
    if (wasInUse && !hasWritten) void host.start(); // the board is as it was
  } finally {
    removeEventListener("beforeunload", warn);
  }
}
