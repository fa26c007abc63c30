#include "rhythm.h"

static const uint8_t FULL = 255;
static const uint8_t FADE_MAX = 25; // the brightest level of Idle: just under 10 %

/** Fades up for 2 s and down for 2 s. The level is squared, because eyes see steps of a dim light as larger. */
static uint8_t fade(uint16_t phase) {
  uint32_t x = phase < 2000 ? phase : 4000 - phase;
  return (x * x * FADE_MAX + 3999999) / 4000000;
}

static bool isWithin(uint16_t phase, uint16_t start, uint16_t length) {
  return phase >= start && phase - start < length;
}

static Levels fullLevelsAt(Mode mode, uint16_t phase) {
  uint16_t second = phase % 1000, twoSeconds = phase % 2000;
  switch (mode) {
    case Idle: {
      uint8_t level = fade(phase);
      return {level, level, level, level};
    }
    case Work: return {FULL, 0, 0, FULL};
    case BreakAlarm: {
      uint8_t level = second < 500 ? FULL : 0;
      return {level, 0, 0, level};
    }
    case ShortBreak: {
      bool dark = isWithin(twoSeconds, 1940, 60);
      return {0, FULL, 0, dark ? uint8_t(0) : FULL};
    }
    case WorkAlarm: {
      bool blink = isWithin(second, 0, 150) || isWithin(second, 300, 150);
      return {0, second < 500 ? FULL : uint8_t(0), 0, blink ? FULL : uint8_t(0)};
    }
    case LongBreak: {
      bool dark = isWithin(twoSeconds, 1700, 60) || isWithin(twoSeconds, 1940, 60);
      return {0, 0, FULL, dark ? uint8_t(0) : FULL};
    }
    default: { // Offline
      uint8_t level = second < 60 ? FULL : 0;
      return {level, level, level, level};
    }
  }
}

static uint8_t dim(uint8_t level) { return (level + 5) / 10; }

Levels levelsAt(Mode mode, bool held, uint16_t phase) {
  Levels levels = fullLevelsAt(mode, phase);
  if (!held) return levels;
  return {dim(levels.red), dim(levels.green), dim(levels.blue), dim(levels.mono)};
}
