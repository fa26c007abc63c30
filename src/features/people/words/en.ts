/** English: the words of the People sheet. */
export default {
  you: "you",
  youNameless: "You",
  nameless: "Someone",
  controls: "can press",
  watches: "watches",
  board: (name: string | null) => (name === null ? "has a board on the screen" : `has a board: ${name}`),
  doing: (text: string) => `works on ${text}`,
  more: (n: number) => `and ${n} more`,
  waiting: "Waiting for the room",
};
