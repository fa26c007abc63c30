/** English: the words of the Share sheet. */
export default {
  control: "Control link",
  controlHint: "Whoever has it sees the tomato and can press it, change it and share it on.",
  watch: "Watch link",
  watchHint: "Whoever has it sees everything and can press nothing.",
  open: "Room link",
  openHint: (name: string) =>
    `Say it aloud: whoever types “${name}” under Join gets in and can press. Nothing here is secret.`,
  overlay: "For OBS",
  overlayHint:
    "Only the tomato, on a transparent background: for a stream or a wall screen. In OBS: Sources, +, Browser.",
  send: "Send",
  qr: "QR code of this link",
  forClass: "For a class: give them the watch link, keep the control link.",
  youWatch: "You have the watch link, so that is the one you can pass on.",
  newRoom: "New room",
  newRoomHint: "A leaked control link cannot be taken back. A new room has a new one.",
  privateRoom: "Start a private room",
  privateRoomHint: (name: string) =>
    `For a class: a private room named “${name}”, where only those press whom you give the control link.`,
  onlyHere:
    "This address works on this computer only. Open the app at an address that other devices reach, then share it.",
  nickname: "This room",
  rename: "Rename",
  tell: "Tell another service",
};
