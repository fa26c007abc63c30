/** English: the words of the field for a room's name. */
export default {
  field: "Name of this room",
  hint: "Everyone who has a link of the room sees it. Leave it empty for the three words.",
  tooOld: "This server is too old to give rooms a name. Whoever runs it can update it.",
};
