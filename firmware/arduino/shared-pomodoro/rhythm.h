// The brightness of the lights as a function of state and time (see docs/board.md). This file uses no pins.
#pragma once

#include <stdint.h>

enum Mode : uint8_t { Idle, Work, BreakAlarm, ShortBreak, WorkAlarm, LongBreak, Offline };

/** Brightness, 0 to 255 each; `mono` is the one-colour light. */
struct Levels {
  uint8_t red, green, blue, mono;
};

/** ms after which every rhythm repeats: all periods (1, 2 and 4 s) divide it. */
const uint16_t RhythmPeriod = 4000;

/** `phase`: ms since the mode began, below RhythmPeriod. */
Levels levelsAt(Mode mode, bool held, uint16_t phase);
