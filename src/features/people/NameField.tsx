/** One's own name, shown to everyone in the room. */
import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import { useWishes } from "../../device/preferences";
import ui from "../../ui/ui.module.css";

/** As the room takes it: at most 32 characters, none that turn a line around or cannot be seen. */
const MAX_NAME = 32;
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
const fitName = (text: string): string => [...text.replaceAll(UNFIT, "").trim()].slice(0, MAX_NAME).join("");

export function NameField(): JSX.Element {
  const { wishes, wish } = useWishes();
  const [told, setTold] = createSignal("");
  return (
    <form
      class={ui["tight"]}
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("name");
        if (!(field instanceof HTMLInputElement)) return;
        field.value = fitName(field.value);
        wish({ name: field.value });
        setTold(sheetWords.who.saved);
      }}
    >
      <div class={ui["beside"]}>
        <label class={ui["field"]}>
          {sheetWords.who.yourName}
          <input
            name="name"
            value={wishes().name}
            maxLength={MAX_NAME * 2}
            autocomplete="nickname"
            onInput={() => setTold("")}
          />
        </label>
        <button type="submit" class={ui["button"]}>
          {sheetWords.who.save}
        </button>
      </div>
      <p class={ui["hint"]}>
        {sheetWords.who.yourNameHint}
        <span role="status">{told() === "" ? "" : `. ${told()}`}</span>
      </p>
    </form>
  );
}
