/** English: the words of the other views of a room. */
export default {
  bigScreen: "Big screen",
  leave: "Leave the big screen",
  code: "QR code with the link of this room",
  hideCode: "Hide the code",
  showCode: "Show the code",
  scanToWatch: "Scan to watch along",
  scanToJoin: "Scan to join",
  onlyHere: "This address works on this computer only",
  here: "Here now",
  you: "You",
  nameless: "Someone",
  more: (n: number) => `and ${n} more`,
  turns: "Turns",
  done: (n: number) => `${n} done`,
};
