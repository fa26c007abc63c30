// The host's lines, parsed: bad input is a value, never a surprise.
#pragma once

#include <stdint.h>

enum Kind : uint8_t { HELLO, STATE, PING, BAD_JSON, BAD_STATE, UNKNOWN };

struct Message {
  Kind kind;
  // Set for STATE alone; seconds where it is a time.
  uint8_t state; // 0 to 5, as on the room's wire
  bool held;
  int32_t left;
};

Message parseMessage(const char *line, uint8_t length);
