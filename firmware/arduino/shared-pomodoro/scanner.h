// A tokenizer for one line of flat JSON. It uses no heap memory and returns one token at a time.
#pragma once

#include <stdint.h>

enum Token : uint8_t {
  TOKEN_OPEN, // {
  TOKEN_CLOSE, // }
  TOKEN_COLON,
  TOKEN_COMMA,
  TOKEN_STRING, // compare it with is()
  TOKEN_INTEGER, // its value is in `integer`
  TOKEN_OTHER, // true, false, null, or a number that is not an integer of at most 9 digits
  TOKEN_END,
  TOKEN_BAD, // no JSON, or a list
};

class Scanner {
public:
  Scanner(const char *line, uint8_t length) : at_(line), end_(line + length) {}

  Token next();

  /** Whether the last string, unescaped, equals `word`. A string longer than MAX_LENGTH equals no word. */
  bool is(const char *word) const;

  int32_t integer = 0;

private:
  static const uint8_t MAX_LENGTH = 7; // the longest words of the protocol, "hello", "state" and "total", have 5 characters

  Token string();
  Token number();
  Token literal(const char *rest);
  bool escape();
  bool digits();
  void append(char c);

  const char *at_;
  const char *end_;
  char text_[MAX_LENGTH + 1];
  uint8_t length_ = 0; // MAX_LENGTH + 1 means longer
};
