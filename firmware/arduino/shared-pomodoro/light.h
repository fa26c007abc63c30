// The two lights on their pins: an RGB light with a common cathode, and the board's built-in one-colour light.
#pragma once

#include "rhythm.h"

class Light {
public:
  void begin();

  /** Updates the pins. A new mode starts its rhythm at the beginning; an unchanged mode continues it. */
  void show(Mode mode, bool held, uint32_t now);

private:
  void write(const Levels &levels);

  uint32_t periodStart_ = 0; // ms: when the current period of the rhythm began
  Mode mode_ = Offline;
  bool held_ = false;
  Levels shown_ = {0, 0, 0, 0};
};
