#include "message.h"
#include "scanner.h"

namespace {

enum Field : uint8_t { T, S, LEFT, TOTAL, HELD, OTHER };

struct Fields {
  Kind kind = Unknown;
  int32_t number[4] = {-1, -1, -1, -1}; // S, LEFT, TOTAL, HELD; -1: missing or not an integer
};

Field fieldOf(const Scanner &key) {
  if (key.is("t")) return T;
  if (key.is("s")) return S;
  if (key.is("left")) return LEFT;
  if (key.is("total")) return TOTAL;
  if (key.is("held")) return HELD;
  return OTHER;
}

Kind kindOf(const Scanner &value) {
  if (value.is("hello")) return Hello;
  if (value.is("state")) return State;
  if (value.is("ping")) return Ping;
  return Unknown;
}

/** Reads one flat object with nothing behind it. If two fields have the same name, the last one counts. */
bool readFields(Scanner &scanner, Fields &fields) {
  if (scanner.next() != TOKEN_OPEN) return false;
  Token token = scanner.next();
  if (token == TOKEN_CLOSE) return scanner.next() == TOKEN_END;
  for (;;) {
    if (token != TOKEN_STRING) return false;
    Field field = fieldOf(scanner);
    if (scanner.next() != TOKEN_COLON) return false;
    token = scanner.next();
    if (token != TOKEN_STRING && token != TOKEN_INTEGER && token != TOKEN_OTHER) return false;
    if (field == T) fields.kind = token == TOKEN_STRING ? kindOf(scanner) : Unknown;
    else if (field != OTHER) fields.number[field - S] = token == TOKEN_INTEGER ? scanner.integer : -1;
    token = scanner.next();
    if (token == TOKEN_CLOSE) return scanner.next() == TOKEN_END;
    if (token != TOKEN_COMMA) return false;
    token = scanner.next();
  }
}

} // namespace

Message parseMessage(const char *line, uint8_t length) {
  Scanner scanner(line, length);
  Fields fields;
  Message message = {BadJson, 0, false, 0};
  if (!readFields(scanner, fields)) return message;
  message.kind = fields.kind;
  if (fields.kind != State) return message;

  int32_t state = fields.number[S - S], left = fields.number[LEFT - S];
  int32_t total = fields.number[TOTAL - S], held = fields.number[HELD - S];
  if (state < 0 || state > 5 || left < 0 || total < 0 || held < 0 || held > 1) {
    message.kind = BadState;
    return message;
  }
  message.state = state;
  message.left = left;
  message.held = held == 1;
  return message;
}
