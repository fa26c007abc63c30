/** Deutsch: the words of the services that a room tells. */
import type en from "./en";

export default {
  title: "Andere Dienste",
  purpose: "Ein Chat oder ein Programm erfährt vom Raum, wann Arbeit und Pausen beginnen und enden.",
  kind: "Dienst",
  kinds: {
    json: "Ein eigenes Programm",
    slack: "Slack",
    discord: "Discord",
    teams: "Microsoft Teams",
    ntfy: "ntfy",
  },
  hints: {
    json: "Es bekommt JSON, signiert, wie Standard Webhooks es beschreibt. Das Geheimnis dafür bekommst du beim Hinzufügen.",
    slack: "Füge in Slack einem Kanal „Incoming Webhooks“ hinzu. Dort bekommst du diese Adresse.",
    discord: "In Discord: Kanal bearbeiten, Integrationen, Webhooks, Webhook-URL kopieren.",
    teams:
      "In Teams: Workflows eines Kanals, „Webhookbenachrichtigungen an einen Kanal senden“. Dort bekommst du diese Adresse.",
    ntfy: "Die Adresse eines Themas. Wähle einen Namen, den niemand errät.",
  },
  address: "Adresse",
  when: "Melden, wenn",
  moments: {
    "work-began": "die Arbeit beginnt",
    "work-ended": "die Arbeit endet",
    "break-ended": "eine Pause endet",
    "long-break-began": "die lange Pause beginnt",
  },
  allMoments: "Erfährt alles",
  add: "Hinzufügen",
  privacy:
    "Die Adresse ist geheim: Niemand sieht mehr davon als den Host und das Ende. Der Dienst erfährt den Namen des Raums und wer gedrückt hat.",
  secret: "Geheimnis",
  secretHint: "Kopiere es jetzt: Es wird nicht noch einmal gezeigt.",
  test: "Testen",
  testing: "Warten auf die Antwort …",
  untold: "Hat noch nichts erfahren",
  answered: (status, seconds, when) => `Antwortete ${status} nach ${seconds} s (${when})`,
  noAnswer: (when) => `Keine Antwort (${when})`,
  remove: "Entfernen",
  removeQuestion: (address) => `${address} nichts mehr melden?`,
  ends: {
    failing:
      "Abgeschaltet, weil es einen ganzen Tag lang misslang. Ein Test, der gelingt, schaltet es wieder ein.",
    gone: "Abgeschaltet, weil der Dienst sagt, dass es diese Adresse nicht mehr gibt.",
  },
  problems: {
    offline: "Keine Verbindung zum Server. Versuch es noch einmal.",
    full: "Ein Raum meldet an höchstens fünf Dienste. Entferne einen, um einen anderen hinzuzufügen.",
    often: "Das war zu oft. Warte eine Minute.",
    failed: "Das hat nicht geklappt. Versuch es noch einmal.",
    none: "Das ist keine Adresse. Sie beginnt mit https://",
    http: "Die Adresse muss mit https:// beginnen, damit niemand mitliest.",
    private: "Diese Adresse liegt in einem Heim- oder Firmennetz, und das ruft dieser Server nicht an.",
    user: "Die Adresse darf keinen Benutzernamen und kein Passwort vor dem Host haben.",
    long: "Diese Adresse ist zu lang.",
    topic: "Die Adresse endet mit dem Namen eines Themas, wie https://ntfy.sh/unsere-tomate.",
  },
} satisfies typeof en;
