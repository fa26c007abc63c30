/** English: the words for a connection over HTTP. */
export default {
  slow: "No live connection here: changes appear after a few seconds",
};
