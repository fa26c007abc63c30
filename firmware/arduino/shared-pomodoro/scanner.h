// A tokeniser for one line of flat JSON: no heap, no copy of the line, one token at a time.
#pragma once

#include <stdint.h>

enum Token : uint8_t {
  TOKEN_OPEN, // {
  TOKEN_CLOSE, // }
  TOKEN_COLON,
  TOKEN_COMMA,
  TOKEN_STRING, // in `text`
  TOKEN_INTEGER, // in `integer`
  TOKEN_OTHER, // a number that is no small integer, true, false or null
  TOKEN_END,
  TOKEN_BAD, // no JSON, or a list
};

class Scanner {
public:
  Scanner(const char *line, uint8_t length) : at_(line), end_(line + length) {}

  Token next();

  /** The last string, unescaped; a longer one than any word of the protocol is cut and equals none. */
  bool is(const char *word) const;

  int32_t integer = 0;

private:
  static const uint8_t LONGEST = 7; // "hello", "state", "total" are 5

  Token string();
  Token number();
  Token word(const char *rest);
  bool escape();
  bool digits();
  void keep(char c);

  const char *at_;
  const char *end_;
  char text_[LONGEST + 1];
  uint8_t length_ = 0; // LONGEST + 1 says: longer
};
