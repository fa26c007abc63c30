/** A QR code as one SVG path. It is dark on light in every theme, since many scanners cannot read the opposite. */
import { createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { encode } from "uqr";
import style from "./Qr.module.css";

/** The quiet zone around the code that the standard requires, in modules. */
const BORDER = 4;

export function Qr(props: { text: string; label: string }): JSX.Element {
  const code = createMemo(() => encode(props.text, { border: BORDER }));
  const path = createMemo(() =>
    code()
      .data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
      .join(""),
  );
  return (
    <svg
      class={style["qr"]}
      viewBox={`0 0 ${code().size} ${code().size}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path()} fill="#401a10" />
    </svg>
  );
}
