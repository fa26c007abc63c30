// What the light shows, as brightness by state and time. No pins in here.
#pragma once

#include <stdint.h>

enum Mode : uint8_t { IDLE, WORK, BREAK_ALARM, SHORT_BREAK, WORK_ALARM, LONG_BREAK, OFFLINE };

/** 0 to 255 each; `mono` is the one-colour light. */
struct Levels {
  uint8_t red, green, blue, mono;
};

/** ms after which every rhythm is where it began: all periods (1, 2 and 4 s) divide it. */
const uint16_t RHYTHM_PERIOD = 4000;

/** `phase`: ms since the mode began, below RHYTHM_PERIOD. */
Levels levelsAt(Mode mode, bool held, uint16_t phase);
