/** English: the words of the People sheet, and of the field for one's name. */
export default {
  you: "you",
  youNameless: "You",
  nameless: "Someone",
  controls: "can press",
  watches: "watches",
  board: (name: string | null) => (name === null ? "has a board on the screen" : `has a board: ${name}`),
  more: (n: number) => `and ${n} more`,
  waiting: "Waiting for the room",
  yourName: "Your name",
  yourNameHint: "Shown to everyone in the room",
  save: "Save",
  saved: "Saved",
};
