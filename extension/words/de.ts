/** German: the words of the browser extension. */
import type en from "./en";

export default {
  name: "Shared Pomodoro",
  description:
    "Die Tomate deines Raums in der Browserleiste: Minuten, Drücken per Klick oder Taste, keine ablenkenden Seiten bei der Arbeit.",
  press: "Auf die Tomate drücken",
  minutes: (n) => `${n} min`,
  paused: "Angehalten",
  outOfReach: "Der Raum ist nicht erreichbar",
  noRoom: "Noch kein Raum",
  intro:
    "Füge den Link deines Raums ein, oder öffne den Raum in einem Tab und klicke noch einmal auf diesen Knopf.",
  field: "Link eines Raums",
  placeholder: "https://…/r/…",
  use: "Diesen Link nehmen",
  useTab: "Diesen Raum nehmen",
  settings: "Einstellungen",
  watches: "Du siehst in diesem Raum nur zu: Mit einem Link mit Schlüssel kannst du drücken.",
  outcome: {
    "no-answer": "Keine Antwort von diesem Raum: Prüfe den Link und das Netz",
    watching: "Du siehst in diesem Raum nur zu",
    late: "Jemand war schneller",
    nothing: "Die Zeit läuft: Drücken bewirkt jetzt nichts",
    refused: "Der Raum hat das abgelehnt",
  },
  problem: {
    empty: "Füg zuerst einen Link ein",
    "no-server": "Füg den ganzen Link ein, mit dem Server: https://…/r/…",
  },
  room: "Raum",
  forget: "Keinen Raum nehmen",
  sites: "Seiten, die bei der Arbeit wegbleiben",
  sitesHint:
    "Solange im Raum gearbeitet wird, steht die Tomate an ihrer Stelle. Nie in einer Pause, wenn die Zeit steht oder bevor ihr anfangt. Eine Seite, die schon offen ist, bleibt.",
  siteField: "Seite",
  sitePlaceholder: "video.example",
  add: "Hinzufügen",
  remove: (site) => `${site} entfernen`,
  allow: (site) => `${site} erlauben`,
  notAllowed: "Der Browser zeigt der Erweiterung diese Seite nicht, deshalb bleibt sie nicht weg",
  siteProblem: {
    empty: "Gib zuerst eine Seite ein",
    "not-a-site": "Das ist kein Name einer Seite",
    listed: "Diese Seite steht schon auf der Liste",
    "too-many": "Die Liste ist voll",
    "own-room": "Dein Raum ist auf dieser Seite",
    denied: "Ohne die Erlaubnis des Browsers kann die Seite nicht wegbleiben: Nichts hat sich geändert",
  },
  hotkey: "Taste",
  hotkeyIs: (key) => `${key} drückt auf die Tomate, in Chrome auch, wenn ein anderes Programm vorn ist.`,
  noHotkey: "Noch drückt keine Taste auf die Tomate.",
  hotkeyHint:
    "Auf der Seite des Browsers für Erweiterungen sind die Tastenkürzel: Dort kannst du sie ändern.",
  blocked: (site) => `${site} wartet bis zur Pause`,
  free: (site) => `${site} ist wieder frei`,
  grace: "5 Minuten, bitte",
  graceUsed: "Deine fünf Minuten in dieser Arbeit hattest du schon.",
  open: (site) => `${site} öffnen`,
  nowhere: "Hier ist keine Seite",
} satisfies typeof en;
