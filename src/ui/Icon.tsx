/** The icons of several parts of the app. Each stands beside a text or a label, so screen readers skip it. */
import type { JSX } from "solid-js";
import style from "./Icon.module.css";

const PATHS = {
  setup: "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1 M15 5v4M9 10v4M17 15v4",
  tasks: "M4 6.500l1.500 1.500L8 5M4 15.500l1.500 1.500L8 14M12 7h8M12 16h8",
  share: "M12 14V4M8.5 7.5 12 4l3.5 3.5M6 11v8h12v-8",
  join: "M14 4h5v16h-5M4 12h10M10.5 8.5 14 12l-3.5 3.5",
  host: "M9 3v5M15 3v5M6 8h12v4a6 6 0 0 1-12 0ZM12 18v3",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.4c2.2.8 3.5 2.800 3.5 5.600",
  person: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6",
  history: "M5 6h14v14H5ZM5 10h14M9 3v4M15 3v4M9 15h.01M12 15h.01M15 15h.01",
  device:
    "M8 3h8a1.500 1.500 0 0 1 1.500 1.500v15a1.500 1.500 0 0 1-1.500 1.500H8a1.500 1.500 0 0 1-1.500-1.500v-15A1.500 1.500 0 0 1 8 3ZM11 18h2",
  skip: "M6 5l9 7-9 7ZM18 5v14",
  close: "M6 6l12 12M18 6 6 18",
} as const;

/** `path`: that of an icon which only one part of the app uses, and which loads with it. */
export const Icon = (props: { name: keyof typeof PATHS } | { path: string }): JSX.Element => (
  <svg viewBox="0 0 24 24" class={style["icon"]} aria-hidden="true">
    <path d={"path" in props ? props.path : PATHS[props.name]} />
  </svg>
);
