#include "scanner.h"

#include <string.h>

static bool isDigit(char c) { return c >= '0' && c <= '9'; }

Token Scanner::next() {
  while (at_ < end_ && (*at_ == ' ' || *at_ == '\t')) at_++;
  if (at_ == end_) return TOKEN_END;
  switch (*at_++) {
    case '{': return TOKEN_OPEN;
    case '}': return TOKEN_CLOSE;
    case ':': return TOKEN_COLON;
    case ',': return TOKEN_COMMA;
    case '"': return string();
    case 't': return literal("rue");
    case 'f': return literal("alse");
    case 'n': return literal("ull");
    default: at_--; return number();
  }
}

bool Scanner::is(const char *word) const {
  return length_ <= MAX_LENGTH && strlen(word) == length_ && memcmp(word, text_, length_) == 0;
}

void Scanner::append(char c) {
  if (length_ < MAX_LENGTH) text_[length_] = c;
  if (length_ <= MAX_LENGTH) length_++;
}

Token Scanner::string() {
  length_ = 0;
  while (at_ < end_) {
    char c = *at_++;
    if (c == '"') return TOKEN_STRING;
    if (c < ' ' || c > '~') return TOKEN_BAD; // the protocol is ASCII: anything else is a damaged line
    if (c != '\\') append(c);
    else if (!escape()) return TOKEN_BAD;
  }
  return TOKEN_BAD;
}

bool Scanner::escape() {
  if (at_ == end_) return false;
  char c = *at_++;
  switch (c) {
    case '"': case '\\': case '/': append(c); return true;
    case 'b': case 'f': case 'n': case 'r': case 't': append('\n'); return true; // no word of the protocol contains one
    case 'u': break;
    default: return false;
  }
  uint16_t code = 0;
  for (uint8_t i = 0; i < 4; i++) {
    if (at_ == end_) return false;
    char digit = *at_++;
    char lower = digit | 0x20;
    if (isDigit(digit)) code = code << 4 | (digit - '0');
    else if (lower >= 'a' && lower <= 'f') code = code << 4 | (lower - 'a' + 10);
    else return false;
  }
  append(code < 0x7f ? code : '\n');
  return true;
}

/** Reads digits; false if there is none. */
bool Scanner::digits() {
  const char *start = at_;
  while (at_ < end_ && isDigit(*at_)) at_++;
  return at_ > start;
}

Token Scanner::number() {
  bool negative = *at_ == '-';
  if (negative) at_++;
  const char *start = at_;
  if (!digits()) return TOKEN_BAD;
  uint8_t length = at_ - start;
  if (*start == '0' && length > 1) return TOKEN_BAD;
  bool isInteger = length <= 9; // fits into 32 bits
  integer = 0;
  for (const char *d = start; isInteger && d < at_; d++) integer = integer * 10 + (*d - '0');
  if (negative) integer = -integer;

  if (at_ < end_ && *at_ == '.') {
    at_++;
    isInteger = false;
    if (!digits()) return TOKEN_BAD;
  }
  if (at_ < end_ && (*at_ | 0x20) == 'e') {
    at_++;
    isInteger = false;
    if (at_ < end_ && (*at_ == '+' || *at_ == '-')) at_++;
    if (!digits()) return TOKEN_BAD;
  }
  return isInteger ? TOKEN_INTEGER : TOKEN_OTHER;
}

Token Scanner::literal(const char *rest) {
  for (; *rest; rest++) {
    if (at_ == end_ || *at_++ != *rest) return TOKEN_BAD;
  }
  return TOKEN_OTHER;
}
