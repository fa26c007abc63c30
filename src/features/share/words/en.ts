/** English: the words of the Share sheet. */
export default {
  control: "Control link",
  controlHint: "Whoever has it sees the tomato and can press it, change it and share it on.",
  watch: "Watch link",
  watchHint: "Whoever has it sees everything and can press nothing.",
  open: "Open room",
  openHint: (name: string) => `Everyone who knows the name “${name}” can press. Nothing here is secret.`,
  send: "Send",
  qr: "QR code of this link",
  forClass: "For a class: give them the watch link, keep the control link.",
  youWatch: "You have the watch link, so that is the one you can pass on.",
  newRoom: "New room",
  newRoomHint: "A leaked control link cannot be taken back. A new room has a new one.",
  privateRoom: "Start a private room",
  privateRoomHint: "For a class: there, only those press whom you give the control link.",
  onlyHere:
    "This address works on this computer only. Open the app at an address that other devices reach, then share it.",
  nickname: "This room",
  tell: "Tell another service",
};
