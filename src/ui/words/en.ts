/** English: the words of the fields that several sheets have. */
export default {
  yourName: "Your name",
  yourNameHint: "Shown to everyone in the room",
  save: "Save",
  saved: "Saved",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Copying failed: select the link and copy it yourself",
};
