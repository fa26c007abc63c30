/** Nederlands: the words of the services that a room tells. */
import type en from "./en";

export default {
  title: "Andere diensten",
  purpose: "Een chat of een programma hoort van de kamer wanneer werk en pauzes beginnen en eindigen.",
  kind: "Dienst",
  kinds: {
    json: "Een eigen programma",
    slack: "Slack",
    discord: "Discord",
    teams: "Microsoft Teams",
    ntfy: "ntfy",
  },
  hints: {
    json: "Het krijgt JSON, ondertekend zoals Standard Webhooks het beschrijft. Het geheim daarvoor krijg je bij het toevoegen.",
    slack: "Voeg in Slack “Incoming Webhooks” toe aan een kanaal. Daar krijg je dit adres.",
    discord: "In Discord: Kanaal bewerken, Integraties, Webhooks, URL kopiëren.",
    teams:
      "In Teams: Werkstromen van een kanaal, “Webhookmeldingen naar een kanaal verzenden”. Daar krijg je dit adres.",
    ntfy: "Het adres van een onderwerp. Kies een naam die niemand raadt.",
  },
  address: "Adres",
  when: "Melden wanneer",
  moments: {
    "work-began": "het werk begint",
    "work-ended": "het werk eindigt",
    "break-ended": "een pauze eindigt",
    "long-break-began": "de lange pauze begint",
  },
  allMoments: "Hoort alles",
  add: "Toevoegen",
  privacy:
    "Het adres is geheim: niemand ziet er meer van dan de host en het einde. De dienst hoort de naam van de kamer en wie er drukte.",
  secret: "Geheim",
  secretHint: "Kopieer het nu: het wordt niet nog eens getoond.",
  test: "Testen",
  testing: "Wachten op het antwoord …",
  untold: "Heeft nog niets gehoord",
  answered: (status, seconds, when) => `Antwoordde ${status} na ${seconds} s (${when})`,
  noAnswer: (when) => `Geen antwoord (${when})`,
  remove: "Verwijderen",
  removeQuestion: (address) => `Niets meer melden aan ${address}?`,
  ends: {
    failing: "Uitgezet, omdat het een hele dag mislukte. Een test die lukt, zet het weer aan.",
    gone: "Uitgezet, omdat de dienst zegt dat dit adres niet meer bestaat.",
  },
  problems: {
    offline: "Geen verbinding met de server. Probeer het nog eens.",
    full: "Een kamer meldt het aan hoogstens vijf diensten. Verwijder er een om een andere toe te voegen.",
    often: "Dat was te vaak. Wacht een minuut.",
    failed: "Dat lukte niet. Probeer het nog eens.",
    none: "Dit is geen adres. Het begint met https://",
    http: "Het adres moet met https:// beginnen, zodat niemand meeleest.",
    private: "Dit adres is in een thuis- of kantoornetwerk, en dat roept deze server niet aan.",
    user: "Het adres mag geen gebruikersnaam of wachtwoord voor de host hebben.",
    long: "Dit adres is te lang.",
    topic: "Het adres eindigt op de naam van een onderwerp, zoals https://ntfy.sh/onze-tomaat.",
  },
} satisfies typeof en;
