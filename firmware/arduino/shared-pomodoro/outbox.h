// Buffers the lines to the host. It never blocks: bytes that the port cannot accept yet stay in the buffer, and lines
// that the host does not read are discarded, so that an old press never arrives late.
#pragma once

#include <Arduino.h>

class Outbox {
public:
  Outbox &text(const __FlashStringHelper *text);
  Outbox &number(uint32_t number);
  /** Ends the line. A line that does not fit into the buffer is dropped as a whole (the host sees a gap in `n`). */
  void end();

  /** Sends as much as the port accepts at once. */
  void pump(uint32_t now);

private:
  static const uint16_t READ_TIMEOUT = 1000; // ms in which the port accepts no byte, after which the host does not read

  void put(char c);
  void clear();

  char ring_[256]; // 8-bit indexes wrap around without a check
  uint8_t head_ = 0, tail_ = 0, lineStart_ = 0;
  bool full_ = false;
  char lastSent_ = '\n';
  uint32_t acceptedAt_ = 0;
};
