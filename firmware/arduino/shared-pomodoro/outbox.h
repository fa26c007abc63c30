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
  static const uint16_t ReadTimeout = 1000; // ms in which the port accepts no byte, after which the host does not read
  static const uint16_t CountTimeout = 100; // ms in which a port has never counted its space, after which it does not count

  int space(uint32_t now);
  void put(char c);
  void clear();

  char ring_[256]; // 8-bit indexes wrap around without a check
  uint8_t head_ = 0, tail_ = 0, lineStart_ = 0;
  bool full_ = false;
  bool countsSpace_ = false; // the port has said how much it accepts
  bool neverCounts_ = false; // it always says 0, as on some cores
  char lastSent_ = '\n';
  uint32_t acceptedAt_ = 0;
};
