// The two lights on their pins: RGB with a common cathode, and the board's own one-colour light.
#pragma once

#include "rhythm.h"

class Light {
public:
  void begin();

  /** A mode that goes on keeps its rhythm; a new one begins at its start. */
  void show(Mode mode, bool held, uint32_t now);

private:
  void write(const Levels &levels);

  uint32_t since_ = 0; // ms: where the running turn of the rhythm began
  Mode mode_ = OFFLINE;
  bool held_ = false;
  Levels shown_ = {0, 0, 0, 0};
};
