/** For Firefox, which plays nothing on a machine without a sound card: a clock that runs as that of a card does. */
export function makeSoundCard(): void {
  let isRunning = false;
  const { prototype } = AudioContext;
  Object.defineProperties(prototype, {
    state: { get: () => (isRunning ? "running" : "suspended") },
    currentTime: { get: () => performance.now() / 1000 },
  });
  const set = (context: AudioContext, running: boolean): Promise<void> => {
    isRunning = running;
    context.dispatchEvent(new Event("statechange"));
    return Promise.resolve();
  };
  prototype.resume = function () {
    return set(this, navigator.userActivation.hasBeenActive);
  };
  prototype.suspend = function () {
    return set(this, false);
  };
}
