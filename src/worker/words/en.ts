/** English: the words of the notifications. */
import { NOTIFICATION_TEXTS } from "../../../party/shared/notificationTexts";

export default {
  /** `message` is the current text of the tomato. */
  answered: "Already answered",
  answeredBody: (message: string) => `Somebody was here before you. The tomato says “${message}” now.`,
  /** The server sends these, too: the second line, by the room's state; the button, by what a press does; the test. */
  ...NOTIFICATION_TEXTS,
  somethingRang: "Time is over",
  fasterTitle: "Someone was faster",
  faster: "The tomato was pressed before you. Tap to look.",
  watchTitle: "Not pressed",
  watch: "This device has only the watch link of this room.",
  lostTitle: "Not sure it was pressed",
  lost: "The room did not answer. Tap to look.",
};
