/** The person's own name, which everyone in the room sees. */
import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { MAX_NAME, toSafeName } from "../../party/shared/limits";
import { getPreference, setPreference } from "../device/pagePreferences";
import { USER_NAME } from "../device/preferences";
import ui from "./ui.module.css";
import { words } from "./words";

export function NameField(): JSX.Element {
  const [status, setStatus] = createSignal("");
  return (
    <form
      class={ui["tight"]}
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("name");
        if (!(field instanceof HTMLInputElement)) return;
        field.value = toSafeName(field.value);
        setPreference(USER_NAME, field.value);
        setStatus(words.saved);
      }}
    >
      <div class={ui["fieldRow"]}>
        <label class={ui["field"]}>
          {words.yourName}
          <input
            name="name"
            value={getPreference(USER_NAME)}
            maxLength={MAX_NAME * 2}
            autocomplete="nickname"
            onInput={() => setStatus("")}
          />
        </label>
        <button type="submit" class={ui["button"]}>
          {words.save}
        </button>
      </div>
      <p class={ui["hint"]}>
        {words.yourNameHint}
        <span role="status">{status() === "" ? "" : `. ${status()}`}</span>
      </p>
    </form>
  );
}
