/** The name of a private room, which everyone in it sees. */
import { createSignal, onMount, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { MAX_NAME, toSafeName } from "../../../../party/shared/limits";
import { controlWords } from "../../../i18n/controls/words";
import { useRoom } from "../../../room/context";
import type { Answer } from "../../../room/createRoom";
import { refusalText } from "../../../room/hint";
import ui from "../../../ui/ui.module.css";
import { words as uiWords } from "../../../ui/words";
import { words } from "./words";

/** How often it is sent again where somebody else was faster. */
const MAX_ATTEMPTS = 8;

export default function TitleField(): JSX.Element {
  const room = useRoom();
  const [status, setStatus] = createSignal("");
  const [hasFailed, setFailed] = createSignal(false);
  let field: HTMLInputElement | undefined;
  onMount(() => {
    field?.focus();
    field?.select();
  });

  /** A name is for the room, whatever the timer does: one that is stale is sent again. */
  async function send(title: string, left = MAX_ATTEMPTS): Promise<Answer> {
    const received = room.received();
    const target = received === null ? {} : { on: received.rev };
    const answer = await room.act({ action: "title", title }, target);
    return !answer.ok && answer.code === "stale" && left > 1 ? send(title, left - 1) : answer;
  }
  async function save(title: string): Promise<void> {
    const answer = await send(title);
    setFailed(!answer.ok);
    // A server of before names answers with this code: the field sends nothing else that is wrong.
    const isTooOld = !answer.ok && answer.code === "bad-message";
    setStatus(isTooOld ? words.tooOld : (refusalText(answer, controlWords) ?? uiWords.saved));
  }

  return (
    <form
      class={ui["tight"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (field === undefined) return;
        field.value = toSafeName(field.value);
        void save(field.value);
      }}
    >
      <div class={ui["fieldRow"]}>
        <label class={ui["field"]}>
          {words.field}
          <input
            ref={(element) => (field = element)}
            value={untrack(() => room.shown()?.title) ?? ""}
            maxLength={MAX_NAME * 2}
            autocomplete="off"
            onInput={() => setStatus("")}
          />
        </label>
        <button type="submit" class={ui["button"]}>
          {uiWords.save}
        </button>
      </div>
      <p class={ui["hint"]}>{words.hint}</p>
      <p class={hasFailed() ? ui["problem"] : ui["hint"]} role="status">
        {status()}
      </p>
    </form>
  );
}
