/** How to make a board: the parts, and for each kind the wiring, the files and three steps. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { UDEV_RULE } from "../../../board/udevRule";
import ui from "../../../ui/ui.module.css";
import { PutOn } from "./putOn/PutOn";
import { words } from "./words";
import style from "./MakeBoard.module.css";

type Pins = readonly [board: string, button: string, red: string, green: string, blue: string];

const ESP32: readonly Pins[] = [
  ["ESP32 (GPIO)", "4", "25", "26", "27"],
  ["S2, S3, C3, C6 (GPIO)", "4", "5", "6", "7"],
];
const PICO: Pins = ["Pico", "GP15", "GP16", "GP17", "GP18"];
const MICROPYTHON = ["main.py", "pomodoro_board.py", "pomodoro_light.py", "pomodoro_line.py"];

/** `folder`: where the files are, in the repository's `firmware/` and under `/firmware/` on the server. */
const KINDS = [
  {
    folder: "arduino",
    name: "Arduino",
    boards: "Uno, Nano, Leonardo, ESP32",
    pins: [["Uno, Nano, Leonardo", "D2", "D9", "D10", "D11"], ...ESP32],
    files: ["shared-pomodoro.zip", "shared-pomodoro.uno.hex", "shared-pomodoro.leonardo.hex"],
    from: ["Arduino IDE", "https://www.arduino.cc/en/software"],
    note: "uno",
    code: "avrdude -p atmega328p -c arduino -b 115200 -P PORT -U flash:w:shared-pomodoro.uno.hex",
  },
  {
    folder: "micropython",
    name: "MicroPython",
    boards: "Raspberry Pi Pico, ESP32",
    pins: [PICO, ...ESP32],
    files: ["shared-pomodoro-micropython.zip"],
    from: ["MicroPython", "https://micropython.org/download/"],
    note: "mpremote",
    code: `pip install mpremote\nmpremote cp ${MICROPYTHON.join(" ")} :\nmpremote reset`,
  },
  {
    folder: "microbit",
    name: "micro:bit",
    boards: "BBC micro:bit",
    pins: [],
    files: ["main.py", "pomodoro_line.py"],
    from: ["MicroPython", "https://python.microbit.org"],
    note: "mpremote",
    code: "pip install microfs\nufs put pomodoro_line.py\nufs put main.py",
  },
  {
    folder: "circuitpython",
    name: "CircuitPython",
    boards: "Raspberry Pi Pico (HID)",
    pins: [PICO],
    files: ["boot.py", "code.py"],
    from: ["CircuitPython", "https://circuitpython.org/board/raspberry_pi_pico/"],
    note: "udev",
    code: UDEV_RULE,
  },
] as const satisfies readonly {
  pins: readonly Pins[];
  [key: string]: unknown;
}[];
const COLUMNS = ["button", "red", "green", "blue"] as const;

export default function MakeBoard(): JSX.Element {
  return (
    <div class={style["boards"]}>
      <p class={ui["hint"]}>{words.need}</p>
      <p class={ui["hint"]}>{words.pico}</p>
      <Show when={"serial" in navigator}>
        <PutOn />
      </Show>
      <For each={KINDS}>{(kind) => <Kind {...kind} />}</For>
    </div>
  );
}

function Kind(props: (typeof KINDS)[number]): JSX.Element {
  const at = (file: string): string => `/firmware/${props.folder}/${file}`;
  return (
    <details class={style["kind"]}>
      <summary>
        <strong>{props.name}</strong> <span>{props.boards}</span>
      </summary>
      <div class={ui["stack"]}>
        <Show when={props.pins.length > 0}>
          <a href={at("wiring.svg")} target="_blank" rel="noopener" class={style["picture"]}>
            <img
              src={at("wiring.svg")}
              width="960"
              height="580"
              loading="lazy"
              alt={words.picture(props.name)}
            />
          </a>
          <table class={style["pins"]}>
            <thead>
              <tr>
                <th scope="col">{words.pins.title}</th>
                <For each={COLUMNS}>{(column) => <th scope="col">{words.pins[column]}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={props.pins}>
                {([board, ...pins]) => (
                  <tr>
                    <th scope="row">{board}</th>
                    <For each={pins}>{(pin) => <td>{pin}</td>}</For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
          <p class={ui["hint"]}>{words.ground}</p>
        </Show>
        <ul class={style["files"]} aria-label={words.files}>
          <For each={props.files}>
            {(file) => (
              <li>
                <a href={at(file)} download={file} class={ui["button"]}>
                  {file}
                </a>
              </li>
            )}
          </For>
          <li>
            <a href={props.from[1]} target="_blank" rel="noreferrer" class={ui["button"]}>
              {props.from[0]}
            </a>
          </li>
        </ul>
        <ol class={style["steps"]}>
          <For each={words[props.folder]}>{(step) => <li>{step}</li>}</For>
        </ol>
        <div class={ui["tight"]}>
          <p class={ui["hint"]}>{words[props.note]}</p>
          <code class={style["code"]} translate="no">
            {props.code}
          </code>
        </div>
      </div>
    </details>
  );
}
