/** The words of the Host sheet, in the language of this page. */
import { enHost } from "./en.host";
import type { HostWords } from "./en.host";
import { makeWords } from "./makeWords";

export const hostWords: HostWords = makeWords(enHost, {
  nl: async () => (await import("./nl.host")).nlHost,
  de: async () => (await import("./de.host")).deHost,
});
