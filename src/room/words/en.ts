/** English: the words for a connection over HTTP. */
export default {
  line: "Changes appear with a delay",
  people: "This network allows no live connection, so the list of people is not here.",
};
