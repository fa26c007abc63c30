/** The face of the tomato. The faces of the states differ in their shapes, not only in colour. */
import type { JSX } from "solid-js";

/** Paths: `fill` is filled, `lines` are stroked. */
const FACES = {
  idle: {
    fill: "M163 152a7 8 0 1 0 14 0a7 8 0 1 0-14 0M223 152a7 8 0 1 0 14 0a7 8 0 1 0-14 0",
    lines: "M188 159q12 12 24 0",
  },
  work: {
    fill: "M160 148h21a10.5 11 0 0 1-21 0zM219 148h21a10.5 11 0 0 1-21 0z",
    lines: "M190 165q10 6 20 0",
  },
  alarm: {
    fill: "M159 149a10 11 0 1 0 20 0a10 11 0 1 0-20 0M221 149a10 11 0 1 0 20 0a10 11 0 1 0-20 0M190 159a10 9 0 1 0 20 0a10 9 0 1 0-20 0",
    lines: "",
  },
  happy: { fill: "", lines: "M159 156q11-14 22 0M219 156q11-14 22 0M188 160q12 12 24 0" },
  asleep: { fill: "", lines: "M159 150q11 9 22 0M219 150q11 9 22 0M194 164h12" },
  cool: {
    fill: "M140 137h120l-4 9c-2 23-11 30-27 30s-23-8-26-23q-3-4-6 0c-3 15-10 23-26 23s-25-7-27-30z",
    lines: "M186 188q14 9 28 0",
  },
} as const;
export type FaceName = keyof typeof FACES;

export const Face = (props: { name: FaceName }): JSX.Element => (
  <g class="t-face" data-face={props.name}>
    <path
      class="t-blush"
      d="M138 168a12 7 0 1 0 24 0a12 7 0 1 0-24 0M238 168a12 7 0 1 0 24 0a12 7 0 1 0-24 0"
    />
    <path class="t-eyes" d={FACES[props.name].fill} />
    <path class="t-lines" d={FACES[props.name].lines} />
    <path class="t-glint" d="M157 145l14 0l-12 15zM216 145l14 0l-12 15z" />
  </g>
);
