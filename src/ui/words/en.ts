/** English: the words of the field for the person's name. */
export default {
  yourName: "Your name",
  yourNameHint: "Shown to everyone in the room",
  save: "Save",
  saved: "Saved",
};
