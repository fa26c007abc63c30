// Bytes to lines: bounded, and back in step at the next line end whatever came before.
#pragma once

#include <stdint.h>

class LineReader {
public:
  static const uint8_t LONGEST = 120; // bytes, without the line end

  enum Result : uint8_t { MORE, LINE, TOO_LONG };

  Result take(char c) {
    if (c == '\r') return MORE;
    if (c != '\n') {
      if (count_ < LONGEST) text[count_++] = c;
      else tooLong_ = true;
      return MORE;
    }
    length = count_;
    count_ = 0;
    bool tooLong = tooLong_;
    tooLong_ = false;
    return tooLong ? TOO_LONG : length > 0 ? LINE : MORE;
  }

  char text[LONGEST]; // valid until the next byte is taken
  uint8_t length = 0;

private:
  uint8_t count_ = 0;
  bool tooLong_ = false;
};
