/** Host mode: see src/board. */
import type { JSX } from "solid-js";

export default function Host(): JSX.Element {
  return <p />;
}
