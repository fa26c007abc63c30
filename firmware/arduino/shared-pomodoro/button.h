// The debounced button. The time is an argument.
#pragma once

#include <stdint.h>

class Button {
public:
  static const uint8_t Debounce = 20; // ms that a level must last to count

  enum Event : uint8_t { Nothing, Down, Up };

  Event poll(bool pressed, uint32_t now) {
    if (pressed != raw_) {
      raw_ = pressed;
      changedAt_ = now;
    }
    if (!initialised_) { // the first stable level is no event: a button held at start is no press
      if (now - changedAt_ < Debounce) return Nothing;
      initialised_ = true;
      stable_ = raw_;
    }
    if (raw_ == stable_ || now - changedAt_ < Debounce) return Nothing;
    stable_ = raw_;
    return stable_ ? Down : Up;
  }

private:
  uint32_t changedAt_ = 0;
  bool raw_ = false, stable_ = false, initialised_ = false;
};
