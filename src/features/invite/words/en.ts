/** English: the words of the invitation after the first press. */
export default {
  label: "For working together",
  name: "Add your name",
  bring: "Invite someone",
  dismiss: "Not now",
};
