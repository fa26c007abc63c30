// Parses the host's lines. An invalid line gives one of the kinds BadJson, BadState and Unknown.
#pragma once

#include <stdint.h>

enum Kind : uint8_t { Hello, State, Ping, BadJson, BadState, Unknown };

struct Message {
  Kind kind;
  // Set only for State; `left` is in seconds.
  uint8_t state; // 0 to 5, as in the room message
  bool held;
  int32_t left;
};

Message parseMessage(const char *line, uint8_t length);
