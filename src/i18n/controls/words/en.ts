/** English: the words of the screen around the tomato: the line under it, the head, the controls. */
export default {
  /** What the tomato says while it waits for a set start; `later` has the weekday. */
  starts: {
    today: (time: string) => `Starts ${time}`,
    later: (dayAndTime: string) => `Starts ${dayAndTime}`,
  },
  hint: {
    idle: (minutes: string) => `Press to start working, then ${minutes} min of break`,
    startNow: "Press to start now",
    watches: "Waiting for somebody with the control link",
    waitsFor: (who: string) => `Waiting for ${who}`,
    workEnds: (at: string) => `Work ends at ${at}`,
    breakEnds: (at: string) => `Break ends at ${at}`,
    held: "Press to go on",
    workDone: (at: string) => `Work done, waiting since ${at}`,
    breakDone: (at: string) => `Break over, waiting since ${at}`,
    breakAlarm: "Press to start your break",
    longBreakAlarm: "Press to start the long break",
    workAlarm: "Press to start working",
    longBreak: "It lasts until somebody presses",
    longBreakEnds: (at: string) => `The long break ends at ${at}`,
    outOfReach: "Not connected: a press cannot reach the room now",
    longBreakOver: "The long break is over",
    /** In every long break. */
    nextSet: "Back? Press for a new set",
    unknownRoom: "This room will show as soon as there is a connection",
    noRoom: "There is no room here. Join or start one",
    /** A press that was not sent, since a period runs until `at`. */
    workRuns: (at: string) => `Working until ${at}. Pause is below`,
    breakRuns: (at: string) => `Break until ${at}. Pause is below`,
  },
  /** What somebody did; `who` is null for a person without a name. */
  did: {
    "work-started": (who: string | null) => (who === null ? "Work started" : `${who} started work`),
    "break-started": (who: string | null) => (who === null ? "Break started" : `${who} started the break`),
    "long-break-started": (who: string | null) =>
      who === null ? "Long break started" : `${who} started the long break`,
    "set-finished": (who: string | null) => (who === null ? "Set finished" : `${who} finished the set`),
    resumed: (who: string | null) => (who === null ? "Resumed" : `${who} resumed`),
    held: (who: string | null) => (who === null ? "Paused" : `${who} paused`),
    skipped: (who: string | null) => (who === null ? "Skipped" : `${who} skipped`),
    extended: (who: string | null) => (who === null ? "Time added" : `${who} added time`),
    "settings-changed": (who: string | null) =>
      who === null ? "The room was changed" : `${who} changed the room`,
    "durations-changed": (who: string | null, what: string) =>
      who === null ? `The setup is ${what} now` : `${who} changed the setup to ${what}`,
    undone: (who: string | null) => (who === null ? "Undone" : `${who} undid that`),
    reset: (who: string | null) => (who === null ? "Back at the start" : `${who} went back to the start`),
    "list-changed": (who: string | null) =>
      who === null ? "The list was changed" : `${who} changed the list`,
    "turns-changed": (who: string | null) =>
      who === null ? "The turns were changed" : `${who} changed the turns`,
    "turn-passed": (who: string | null) =>
      who === null ? "The turn was passed on" : `${who} passed the turn on`,
    "start-set": (who: string | null) => (who === null ? "A start was set" : `${who} set a start`),
    "start-cleared": (who: string | null) =>
      who === null ? "The start was taken back" : `${who} took the start back`,
    "title-changed": (who: string | null) =>
      who === null ? "The room's name was changed" : `${who} changed the room's name`,
  },
  /** The name of a board that did something. */
  actor: {
    board: (name: string) => `${name}'s board`,
    aBoard: "A board",
  },
  refused: {
    offline: "Not connected: your press was not sent",
    unknown: "The connection was lost before the answer came",
    stale: "Someone was faster: look again",
    watch: "Only somebody with the control link can press",
    notNow: "Not possible now",
    noUndo: "It is too late to undo that",
    tooFast: "That was too fast: wait a second",
    other: "The room refused that",
  },
  connection: {
    connecting: "Connecting",
    lost: "Reconnecting",
    watching: "Watching",
    wrongKey: "This link's key does not fit its room, so you can only watch",
    damaged: "This link is damaged at its end, so you can only watch: ask for it again",
  },
  people: { count: (n: number) => (n === 1 ? "1 person here" : `${n} people here`) },
  controls: {
    pause: "Pause",
    resume: "Resume",
    skip: "Skip",
    reset: "Reset",
    /** Below “+1”: of the period that runs; after its end, of what the minutes are given to. */
    min: "min",
    minWork: "min work",
    minBreak: "min break",
    turn: (who: string) => `${who}'s turn`,
    holdHint: "press and hold",
    confirmSkip: "Skip this for everyone?",
    confirmReset: "Reset the set for everyone?",
    confirmSkipYes: "Skip for everyone",
    confirmResetYes: "Reset for everyone",
    cancel: "Cancel",
    holdLonger: "Keep it pressed a moment longer",
    watcher: "You are watching. Ask for the control link to press, pause or change anything.",
  },
  /** The names of the sheets, and of the buttons that open them. */
  sheets: {
    close: "Close",
    setup: "Setup",
    tasks: "Tasks",
    share: "Share",
    join: "Join",
    host: "Host",
    people: "People",
    history: "History",
    device: "This device",
    keys: "Keys",
  },
  /** What a sheet is for: the tooltip of its button, and its first line. */
  purposes: {
    setup: "How long work and breaks are, for everyone in this room.",
    tasks: "What you work on, a list for everyone in this room, and whose turn it is.",
    share: "Bring others to this tomato, to press it or to watch it.",
    join: "Paste the link somebody gave you, or start a room of your own.",
    host: "Plug in a board with a button and a light: the button presses the tomato, the light shows what the room is doing.",
    device: "Sound, notifications and looks, on this device only.",
  },
  /** Of this tab's board: its state on the button of the Host sheet, and the question before the room is left. */
  board: {
    live: "Board connected",
    lost: "Board not connected",
    confirmLeave: "A board is connected here. Leave this room?",
    leave: "Leave the room",
  },
  sheet: {
    failed: "This part of the app could not be loaded. Check your connection and try again.",
    retry: "Try again",
  },
  update: {
    ready: "A new version is ready",
    needed: "A new version is here. Update to open this part of the app.",
    now: "Update",
  },
};
