// Parses the host's lines. An invalid line gives one of the kinds BAD_JSON, BAD_STATE and UNKNOWN.
#pragma once

#include <stdint.h>

enum Kind : uint8_t { HELLO, STATE, PING, BAD_JSON, BAD_STATE, UNKNOWN };

struct Message {
  Kind kind;
  // Set only for STATE; `left` is in seconds.
  uint8_t state; // 0 to 5, as in the room message
  bool held;
  int32_t left;
};

Message parseMessage(const char *line, uint8_t length);
