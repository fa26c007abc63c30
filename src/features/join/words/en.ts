/** English: the words of the Join sheet. */
export default {
  field: "Link or name of a room",
  placeholder: "kitchen, or paste a link",
  go: "Go to the room",
  forgetful:
    "This browser stores nothing for this page, so it does not remember your rooms. Keep their links.",
  recent: "Recent rooms",
  forget: "Forget this room",
  newRoom: "Start a new room",
  badAddress: "This address names no room. A link may have been cut off on its way.",
  scan: "Scan a QR code",
  scanning: "Point the camera at the code",
  noCamera: "The camera could not be opened",
  openRoom: "Open to everyone",
  controls: "You can press",
  here: "You are here",
  watches: "You watch",
  problem: {
    empty: "Type a name or paste a link first",
    damaged: "This link is damaged at its end: ask for it again",
    "not-a-link": "This is not a link to a room",
    "other-server": "This link leads to another server: open it in the browser",
    "too-short": "A room's name has at least 3 letters",
    "too-long": "A room's name has at most 39 letters",
    characters: "A room's name has only letters a to z, digits and hyphens",
    "looks-private": "A name of exactly 22 letters is kept for private rooms: take a longer or a shorter one",
  },
};
