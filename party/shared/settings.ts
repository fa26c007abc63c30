/**
 * The settings of a room, each one written down once. The machine and the storage read `initial`; the wire reads
 * `wire`; messages and OpenAPI read the range; the Setup sheet reads `choices` and labels each one by its name.
 */
interface Setting {
  /** The field's name in every message. */
  readonly wire: string;
  readonly initial: number;
  /** Whole numbers from `min` to `max`, both included. */
  readonly min: number;
  readonly max: number;
  /** Whether 0 is allowed as well, and means "off". */
  readonly orZero?: true;
  /** What the Setup sheet offers beside any other value. */
  readonly choices: readonly number[];
}

/** Longest duration, in s: 24 hours. */
export const MAX_DURATION = 86_400;

const minutes = (...list: readonly number[]): readonly number[] => list.map((n) => n * 60);

export const SETTINGS = {
  /** Seconds. */
  workDuration: {
    wire: "work_duration",
    initial: 1500,
    min: 1,
    max: MAX_DURATION,
    choices: minutes(10, 15, 25, 30, 45, 50),
  },
  /** Seconds. */
  breakDuration: {
    wire: "break_duration",
    initial: 300,
    min: 1,
    max: MAX_DURATION,
    choices: minutes(3, 5, 10, 15),
  },
  /** Work + short-break pairs before the long break. */
  numberCycles: { wire: "number_cycles", initial: 3, min: 1, max: 24, choices: [] },
  /** Seconds until the long break rings; 0: it never rings. */
  longBreakDuration: {
    wire: "long_break_duration",
    initial: 0,
    min: 0,
    max: MAX_DURATION,
    choices: [0, ...minutes(15, 20, 30)],
  },
  /** Seconds after which an alarm presses itself; 0: it waits for a person. */
  autoContinue: {
    wire: "auto_continue",
    initial: 0,
    min: 5,
    max: 3600,
    orZero: true,
    choices: [0, 5, 10, 30, 60, 300],
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

export type Settings = { readonly [Name in SettingName]: number };
/** The same values under their names on the wire. */
export type SettingsFields = { [Name in SettingName as (typeof SETTINGS)[Name]["wire"]]: number };

/** An object with one entry a setting. */
export const eachSetting = <T>(valueOf: (name: SettingName) => T): Record<SettingName, T> =>
  Object.fromEntries(SETTING_NAMES.map((name) => [name, valueOf(name)])) as Record<SettingName, T>;

export const DEFAULT_SETTINGS: Settings = eachSetting((name) => SETTINGS[name].initial);

export const settingsToWire = (settings: Settings): SettingsFields =>
  Object.fromEntries(SETTING_NAMES.map((name) => [SETTINGS[name].wire, settings[name]])) as SettingsFields;

/** Settings whose fields are missing or undefined are left out. */
export const settingsFromWire = (fields: {
  readonly [Field in keyof SettingsFields]?: SettingsFields[Field] | undefined;
}): Partial<Settings> =>
  Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = fields[SETTINGS[name].wire];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** What each setting means, for people who write clients. */
export const SETTING_MEANINGS: Readonly<Record<SettingName, string>> = {
  workDuration: "Seconds.",
  breakDuration: "Seconds.",
  numberCycles: "Work + short-break pairs before the long break.",
  longBreakDuration: "Seconds until the long break rings; 0: it never does.",
  autoContinue: "Seconds after which an alarm presses itself, 5 to 3600; 0: it waits.",
};
