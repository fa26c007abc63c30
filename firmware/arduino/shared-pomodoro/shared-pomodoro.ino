// Shared Pomodoro: a button and a light for a host tab, for Uno, Nano, Leonardo and ESP32.
// firmware/arduino/README.md explains wiring and installation; docs/board.md specifies the protocol (version 1).

#include "board.h"
#include "button.h"
#include "light.h"
#include "line_reader.h"
#include "message.h"
#include "outbox.h"

#if defined(__AVR__)
#include <avr/sleep.h>
#endif

static const uint16_t OFFLINE_AFTER = 6000; // ms without a line from the host, after which the light shows offline

static Button button;
static Light light;
static LineReader reader;
static Outbox outbox;

static uint32_t buttonEvents = 0; // the last `n`; counts from 1 at each start
static uint32_t receivedAt = 0; // ms: when the last valid line arrived
static bool online = false; // a flag: otherwise the overflow of millis() after 49 days would look like a new line
static Mode mode = OFFLINE; // the last state received; OFFLINE before the first
static bool held = false;

static void sendHello() {
  outbox.text(F("{\"t\":\"hello\",\"p\":1,\"fw\":\"shared-pomodoro/1.0\",\"board\":\"" BOARD_NAME
                "\",\"caps\":[\"button\",\"led\"]}")).end();
}

static void sendError(const __FlashStringHelper *code) {
  outbox.text(F("{\"t\":\"err\",\"code\":\"")).text(code).text(F("\"}")).end();
}

static void sendButton(const __FlashStringHelper *edge) {
  outbox.text(F("{\"t\":\"btn\",\"e\":\"")).text(edge).text(F("\",\"n\":")).number(++buttonEvents).text(F("}")).end();
}

static void answer(const Message &message) {
  switch (message.kind) {
    case HELLO: sendHello(); break;
    case PING: outbox.text(F("{\"t\":\"pong\"}")).end(); break;
    case STATE:
      mode = Mode(message.state);
      held = message.held;
      outbox.text(F("{\"t\":\"ok\",\"s\":")).number(message.state);
      outbox.text(F(",\"left\":")).number(message.left).text(F("}")).end();
      break;
    case BAD_JSON: sendError(F("bad-json")); return;
    case BAD_STATE: sendError(F("bad-state")); return;
    case UNKNOWN: sendError(F("unknown")); return;
  }
  // Only a valid line keeps the light online; noise does not.
  online = true;
  receivedAt = millis();
}

static void readSerial() {
  while (Serial.available() > 0) {
    switch (reader.take(Serial.read())) {
      case LineReader::LINE: answer(parseMessage(reader.text, reader.length)); break;
      case LineReader::TOO_LONG: sendError(F("too-long")); break;
      case LineReader::MORE: break;
    }
  }
}

static void readButton(uint32_t now) {
  switch (button.poll(digitalRead(BUTTON_PIN) == LOW, now)) {
    case Button::DOWN: sendButton(F("down")); break;
    case Button::UP: sendButton(F("up")); break;
    case Button::NOTHING: break;
  }
}

/** Sleeps until the next interrupt: a received byte, a sent byte, or the tick of millis() within about 1 ms. */
static void sleepUntilInterrupt() {
#if defined(__AVR__)
  set_sleep_mode(SLEEP_MODE_IDLE);
  sleep_mode();
#else
  yield();
#endif
}

void setup() {
  pinMode(BUTTON_PIN, INPUT_PULLUP);
  light.begin();
  Serial.begin(115200);
#if defined(ARDUINO_USB_CDC_ON_BOOT) && ARDUINO_USB_CDC_ON_BOOT
  Serial.setTxTimeoutMs(0); // never wait for a host that does not read
#endif
  sendHello();
}

void loop() {
  readSerial();
  uint32_t now = millis();
  readButton(now);
  if (online && now - receivedAt >= OFFLINE_AFTER) online = false;
  bool offline = !online || mode == OFFLINE;
  light.show(offline ? OFFLINE : mode, !offline && held, now);
  outbox.pump(now);
  sleepUntilInterrupt();
}
