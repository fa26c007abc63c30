/** How moments and numbers of the history are written: as the words of this page are. */
import { localeOf } from "../../i18n/languages";
import { language } from "../../i18n/language";

export const locale = (): string => localeOf(language(), navigator.languages);
