// The button, debounced: time comes in as an argument.
#pragma once

#include <stdint.h>

class Button {
public:
  static const uint8_t DEBOUNCE = 20; // ms a level must last to count

  enum Event : uint8_t { NOTHING, DOWN, UP };

  Event poll(bool pressed, uint32_t now) {
    if (pressed != seen_) {
      seen_ = pressed;
      since_ = now;
    }
    if (!settled_) { // the first lasting level is how things are, not an event: held at start is no press
      if (now - since_ < DEBOUNCE) return NOTHING;
      settled_ = true;
      stable_ = seen_;
    }
    if (seen_ == stable_ || now - since_ < DEBOUNCE) return NOTHING;
    stable_ = seen_;
    return stable_ ? DOWN : UP;
  }

private:
  uint32_t since_ = 0;
  bool seen_ = false, stable_ = false, settled_ = false;
};
