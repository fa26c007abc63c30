// Splits bytes into lines of limited length. After any invalid input it is correct again at the next line end.
#pragma once

#include <stdint.h>

class LineReader {
public:
  static const uint8_t MAX_LENGTH = 120; // bytes, without the line end

  enum Result : uint8_t { MORE, LINE, TOO_LONG };

  Result take(char c) {
    if (c == '\r') return MORE;
    if (c != '\n') {
      if (count_ < MAX_LENGTH) text[count_++] = c;
      else tooLong_ = true;
      return MORE;
    }
    length = count_;
    count_ = 0;
    bool tooLong = tooLong_;
    tooLong_ = false;
    return tooLong ? TOO_LONG : length > 0 ? LINE : MORE;
  }

  char text[MAX_LENGTH]; // the last line, valid until the next call of take()
  uint8_t length = 0;

private:
  uint8_t count_ = 0;
  bool tooLong_ = false;
};
