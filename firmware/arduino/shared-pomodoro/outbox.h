// Lines on their way to the host. Nothing here ever waits: what the port cannot take yet stays, and what
// nobody reads is thrown away, so that an old press never arrives late.
#pragma once

#include <Arduino.h>

class Outbox {
public:
  Outbox &text(const __FlashStringHelper *text);
  Outbox &number(uint32_t number);
  /** Ends the line: all of it goes out, or none where there is no room (the host sees a gap in `n`). */
  void end();

  /** Hands over what the port takes at once. */
  void pump(uint32_t now);

private:
  static const uint16_t PATIENCE = 1000; // ms without any byte taken, after which nobody is reading

  void put(char c);
  void clear();

  char ring_[256]; // indexes of 8 bits wrap by themselves
  uint8_t head_ = 0, tail_ = 0, lineStart_ = 0;
  bool full_ = false;
  char lastSent_ = '\n';
  uint32_t movedAt_ = 0;
};
