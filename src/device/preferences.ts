/** This device's wishes, for every part of the screen; what is changed is kept. */
import { createContext, createSignal, useContext } from "solid-js";
import type { Accessor } from "solid-js";
import { languageOf } from "../i18n/languages";
import { speak } from "../i18n/language";
import { rememberWishes } from "./storage";
import type { Wishes } from "./storage";
import { applyTheme } from "../ui/theme";

export interface WishesStore {
  readonly wishes: Accessor<Wishes>;
  readonly wish: (change: Partial<Wishes>) => void;
}
export const WishesContext = createContext<WishesStore>();

export function createWishes(initial: Wishes): WishesStore {
  const [wishes, setWishes] = createSignal(initial);
  const speakOurs = (): void => void speak(languageOf(wishes().language, navigator.languages));
  // eslint-disable-next-line solid/reactivity -- an event handler: the browser speaks another language now
  addEventListener("languagechange", speakOurs);
  return {
    wishes,
    wish(change) {
      const next = { ...wishes(), ...change };
      setWishes(next);
      applyTheme(next.theme);
      if (change.language !== undefined) speakOurs();
      void rememberWishes(next);
    },
  };
}

export function useWishes(): WishesStore {
  const store = useContext(WishesContext);
  if (store === undefined) throw new Error("useWishes is called outside the app");
  return store;
}
