/** English: the words of what comes right after the tomato: the controls and the offer of an update. */
export const enControls = {
  controls: {
    pause: "Pause",
    resume: "Resume",
    skip: "Skip",
    reset: "Reset",
    undo: "Undo",
    plus1: "+1 min",
    plus5: "+5 min",
    startWork: "Start work",
    holdToo: "press and hold",
    confirmSkip: "Skip this for everyone?",
    confirmReset: "Reset the set for everyone?",
    confirmSkipYes: "Skip for everyone",
    confirmResetYes: "Reset for everyone",
    cancel: "Cancel",
    holdLonger: "Keep it pressed a moment longer",
    watcher: "You are watching. Ask for the control link to press, pause or change anything.",
  },
  update: { ready: "A new version is ready", now: "Update" },
};

export type ControlWords = typeof enControls;
