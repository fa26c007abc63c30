/** Runs that have broken a rule: each found a fault of our own code, which is mended. */
import type { Happening } from "../../src/simulation/happenings";
import type { WorldSetting } from "../../src/simulation/setting";

export interface Pinned {
  /** What was wrong. */
  readonly fault: string;
  readonly seed: number;
  readonly hours: number;
  readonly setting: WorldSetting;
  readonly happenings: readonly Happening[];
}

export const PINNED: readonly Pinned[] = [
  {
    fault:
      "pages in a room that nobody had changed were not told that the server's clock had gone forward, so that each of their presses was refused as too late",
    seed: 112,
    hours: 0.2837312847222222,
    setting: {
      room: "our-kitchen",
      key: null,
      devices: [
        {
          name: "Ada",
          isWatcher: false,
          board: null,
          baseMs: 1,
          jitterMs: 200,
          stopsInSleep: true,
          notifies: false,
        },
        {
          name: "Bo",
          isWatcher: false,
          board: "native",
          baseMs: 5,
          jitterMs: 10,
          stopsInSleep: true,
          notifies: true,
        },
        {
          name: "Cy",
          isWatcher: false,
          board: null,
          baseMs: 150,
          jitterMs: 200,
          stopsInSleep: false,
          notifies: true,
        },
      ],
      splitsAtAwait: true,
      sleepAfterMs: 10000,
      durations: { work: 90, rest: 300 },
      hasHoliday: false,
      isToldOfSteps: true,
    },
    happenings: [
      { at: 0, kind: "arrive", who: 0.6077982573769987, a: 0.30858462187461555, b: 0.13914366601966321 },
      {
        at: 28605.625,
        kind: "fault:step",
        who: 0.16613519261591136,
        a: 0.465934163890779,
        b: 0.698445588350296,
      },
    ],
  },
  {
    fault:
      "over HTTP, a refusal of the server itself, whose disk was full, did not name the action, so that the page waited for its answer for ever",
    seed: 204,
    hours: 38.292647395833335,
    setting: {
      room: "HcaQ7a2R6SZhC473Z_guUT",
      key: "YM9pHR8CbjvAmKNIro7yhw",
      devices: [
        {
          name: "Ada",
          isWatcher: false,
          board: null,
          baseMs: 20,
          jitterMs: 10,
          stopsInSleep: false,
          notifies: true,
        },
        {
          name: "Bo",
          isWatcher: false,
          board: null,
          baseMs: 5,
          jitterMs: 1,
          stopsInSleep: false,
          notifies: true,
        },
        {
          name: "Cy",
          isWatcher: false,
          board: null,
          baseMs: 150,
          jitterMs: 1,
          stopsInSleep: false,
          notifies: true,
        },
        {
          name: "Di",
          isWatcher: true,
          board: null,
          baseMs: 60,
          jitterMs: 1,
          stopsInSleep: true,
          notifies: true,
        },
      ],
      splitsAtAwait: true,
      sleepAfterMs: null,
      durations: { work: 20, rest: 10 },
      hasHoliday: false,
      isToldOfSteps: true,
    },
    happenings: [
      {
        at: 130352005,
        kind: "people:open",
        who: 0.08180998754687607,
        a: 0.015321225859224796,
        b: 0.09787880792282522,
      },
      {
        at: 137731421.875,
        kind: "fault:blockSockets",
        who: 0.12885562726296484,
        a: 0.26294170995242894,
        b: 0.7368630352430046,
      },
      {
        at: 137735543.25,
        kind: "fault:diskFull",
        who: 0.4049730582628399,
        a: 0.4522056982386857,
        b: 0.4718449094798416,
      },
      {
        at: 137737456.625,
        kind: "people:press",
        who: 0.16777728917077184,
        a: 0.8943215731997043,
        b: 0.48157631838694215,
      },
    ],
  },
  {
    fault:
      "a page whose device had slept for less than a second, and whose monotonic clock stands still meanwhile, kept its wrong estimate of the server's clock for up to half an hour",
    seed: 100000,
    hours: 22.663979895833332,
    setting: {
      room: "7ktieZPrgEwl7ukzk_H1Xb",
      key: "SzOXSQaap_IwKCMBw0IK_w",
      devices: [
        {
          name: "Ada",
          isWatcher: false,
          board: null,
          baseMs: 5,
          jitterMs: 50,
          stopsInSleep: true,
          notifies: true,
        },
      ],
      splitsAtAwait: false,
      sleepAfterMs: null,
      durations: { work: 300, rest: 60 },
      hasHoliday: false,
      isToldOfSteps: true,
    },
    happenings: [
      {
        at: 81428596,
        kind: "people:reload",
        who: 0.28013751097023487,
        a: 0.7042894405312836,
        b: 0.721449859207496,
      },
      {
        at: 81462063.5,
        kind: "fault:sleep",
        who: 0.05661876150406897,
        a: 0.07374227023683488,
        b: 0.7369785117916763,
      },
    ],
  },
  {
    fault:
      "in a room that somebody opened while the disk was full, the alarm stayed up to five minutes late, as in a room that nobody hears",
    seed: 1027,
    hours: 25.971607118055555,
    setting: {
      room: "-8TWL5lo5dyulaQlXW8lpO",
      key: "GCe-6qvQfyBDQrJGU-dtmA",
      devices: [
        {
          name: "Ada",
          isWatcher: false,
          board: null,
          baseMs: 150,
          jitterMs: 200,
          stopsInSleep: true,
          notifies: true,
        },
      ],
      splitsAtAwait: true,
      sleepAfterMs: 10000,
      durations: { work: 60, rest: 30 },
      hasHoliday: false,
      isToldOfSteps: true,
    },
    happenings: [
      {
        at: 81052404.75,
        kind: "people:open",
        who: 0.047161677619442344,
        a: 0.20864200475625694,
        b: 0.783479674719274,
      },
      {
        at: 87951460.25,
        kind: "people:setupNext",
        who: 0.47761127329431474,
        a: 0.6456923617515713,
        b: 0.2547294415999204,
      },
      {
        at: 90427127.5,
        kind: "people:press",
        who: 0.36375034251250327,
        a: 0.907689695013687,
        b: 0.9530819475185126,
      },
      {
        at: 93045200.25,
        kind: "people:press",
        who: 0.4046453258488327,
        a: 0.16012496664188802,
        b: 0.20674962433986366,
      },
      {
        at: 93380089.875,
        kind: "fault:hold",
        who: 0.7298514207359403,
        a: 0.4673258538823575,
        b: 0.7320618748199195,
      },
      {
        at: 93380282.875,
        kind: "people:press",
        who: 0.6908909606281668,
        a: 0.10507979290559888,
        b: 0.669888005591929,
      },
      {
        at: 93381437.625,
        kind: "people:close",
        who: 0.15081890183500946,
        a: 0.4934296577703208,
        b: 0.11115439468994737,
      },
      {
        at: 93392194.375,
        kind: "people:open",
        who: 0.6179403578862548,
        a: 0.3284511973615736,
        b: 0.533814602997154,
      },
      {
        at: 93392547.125,
        kind: "fault:diskFull",
        who: 0.025260131806135178,
        a: 0.8676041830331087,
        b: 0.673411553259939,
      },
    ],
  },
  {
    fault:
      "where nobody had told that work had ended before the long break began by itself, no phone was told of the long break",
    seed: 25,
    hours: 2.692173497345869,
    setting: {
      room: "yfPU285ViOl-daRu5VNGs8",
      key: "CrNuahpE774JydZDaI-8aA",
      devices: [
        {
          name: "Ada",
          isWatcher: false,
          board: null,
          baseMs: 150,
          jitterMs: 50,
          stopsInSleep: false,
          notifies: true,
        },
        {
          name: "Bo",
          isWatcher: false,
          board: null,
          baseMs: 1,
          jitterMs: 1,
          stopsInSleep: false,
          notifies: true,
        },
      ],
      splitsAtAwait: true,
      sleepAfterMs: null,
      durations: { work: 20, rest: 300 },
      hasHoliday: false,
      isToldOfSteps: false,
    },
    happenings: [
      {
        at: 7148592.5,
        kind: "people:open",
        who: 0.036839110776782036,
        a: 0.446173905627802,
        b: 0.2809105480555445,
      },
      {
        at: 7663100.5,
        kind: "people:setup",
        who: 0.02355576422996819,
        a: 0.5157531730365008,
        b: 0.44240375654771924,
      },
      {
        at: 8480272.125,
        kind: "people:press",
        who: 0.34297213493846357,
        a: 0.5055418629199266,
        b: 0.8510457826778293,
      },
      {
        at: 9252431.25,
        kind: "people:extend",
        who: 0.06769192032516003,
        a: 0.990579167380929,
        b: 0.049019156489521265,
      },
      {
        at: 9385643.875,
        kind: "people:skip",
        who: 0.39574293326586485,
        a: 0.8019689114298671,
        b: 0.2539725734386593,
      },
      {
        at: 9459680.5,
        kind: "people:open",
        who: 0.8524900055490434,
        a: 0.5513236247934401,
        b: 0.5399877030868083,
      },
      {
        at: 9649717,
        kind: "fault:step",
        who: 0.580299268476665,
        a: 0.8510911003686488,
        b: 0.6627519202884287,
      },
      {
        at: 9660821,
        kind: "people:resume",
        who: 0.959438077872619,
        a: 0.07522844383493066,
        b: 0.40609487309120595,
      },
    ],
  },
];
