// Splits bytes into lines of limited length. After any invalid input it is correct again at the next line end.
#pragma once

#include <stdint.h>

class LineReader {
public:
  static const uint8_t MaxLength = 120; // bytes, without the line end

  enum Result : uint8_t { More, Line, TooLong };

  Result take(char c) {
    if (c == '\r') return More;
    if (c != '\n') {
      if (count_ < MaxLength) text[count_++] = c;
      else tooLong_ = true;
      return More;
    }
    length = count_;
    count_ = 0;
    bool tooLong = tooLong_;
    tooLong_ = false;
    return tooLong ? TooLong : length > 0 ? Line : More;
  }

  char text[MaxLength]; // the last line, valid until the next call of take()
  uint8_t length = 0;

private:
  uint8_t count_ = 0;
  bool tooLong_ = false;
};
