/** The field for the link of a room. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../src/ui/ui.module.css";
import { readRoomLink } from "../core/readRoomLink";
import type { RoomLink } from "../core/state";
import { problemWords, words } from "../words";
import { TextField } from "./TextField";
import { send } from "./page";

/** `current`: the room in use. */
export function RoomField(props: { current: RoomLink | null }): JSX.Element {
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const [isBusy, setBusy] = createSignal(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const link = await readRoomLink(text(), props.current?.origin ?? null);
    const outcome = typeof link === "string" ? null : await send({ type: "use", link });
    setBusy(false);
    setProblem(
      typeof link === "string"
        ? problemWords[link]
        : outcome === "done"
          ? ""
          : words.outcome[outcome ?? "refused"],
    );
    if (outcome === "done") setText("");
  }
  return (
    <form class={ui["tight"]} onSubmit={(event) => void submit(event)}>
      <TextField
        label={words.field}
        placeholder={words.placeholder}
        text={text()}
        onText={setText}
        problemId="room-problem"
        isWrong={problem() !== ""}
      />
      <button type="submit" class={ui["primary"]} disabled={isBusy()}>
        {words.use}
      </button>
      <p id="room-problem" class={ui["problem"]} role="status">
        <Show when={problem()}>{problem()}</Show>
      </p>
    </form>
  );
}
