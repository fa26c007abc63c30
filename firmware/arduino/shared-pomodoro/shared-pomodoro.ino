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

#if defined(POMODORO_WARNS_OF_SERIAL)
#warning "Tools > USB CDC On Boot is disabled: a board whose USB socket belongs to the ESP32 itself (no CH340 or CP2102 chip) will not answer. Enable it and upload again."
#endif

static const uint16_t OfflineAfter = 6000; // ms without a line from the host, after which the light shows offline

static Button button;
static Light light;
static LineReader reader;
static Outbox outbox;

static uint32_t buttonEvents = 0; // the last `n`; counts from 1 at each start
static uint32_t receivedAt = 0; // ms: when the last valid line arrived
static bool online = false; // a flag: otherwise the overflow of millis() after 49 days would look like a new line
static Mode mode = Offline; // the last state received; Offline before the first
static bool held = false;

static void sendHello() {
  outbox.text(F("{\"t\":\"hello\",\"p\":1,\"fw\":\"shared-pomodoro/1.0\",\"board\":\"" POMODORO_BOARD
                "\",\"caps\":[\"button\",\"led\"]}")).end();
}

static void sendError(const __FlashStringHelper *code) {
  outbox.text(F("{\"t\":\"err\",\"code\":\"")).text(code).text(F("\"}")).end();
}

/** While the light shows offline an event is only counted: the host may read what is sent much later. */
static void sendButton(const __FlashStringHelper *edge) {
  ++buttonEvents;
  if (!online) return;
  outbox.text(F("{\"t\":\"btn\",\"e\":\"")).text(edge).text(F("\",\"n\":")).number(buttonEvents).text(F("}")).end();
}

static void answer(const Message &message) {
  switch (message.kind) {
    case Hello: sendHello(); break;
    case Ping: outbox.text(F("{\"t\":\"pong\"}")).end(); break;
    case State:
      mode = Mode(message.state);
      held = message.held;
      outbox.text(F("{\"t\":\"ok\",\"s\":")).number(message.state);
      outbox.text(F(",\"left\":")).number(message.left).text(F("}")).end();
      break;
    case BadJson: sendError(F("bad-json")); return;
    case BadState: sendError(F("bad-state")); return;
    case Unknown: sendError(F("unknown")); return;
  }
  // Only a valid line keeps the light online; noise does not.
  online = true;
  receivedAt = millis();
}

static void readSerial() {
  while (Serial.available() > 0) {
    switch (reader.take(Serial.read())) {
      case LineReader::Line: answer(parseMessage(reader.text, reader.length)); break;
      case LineReader::TooLong: sendError(F("too-long")); break;
      case LineReader::More: break;
    }
  }
}

static void readButton(uint32_t now) {
  switch (button.poll(digitalRead(PomodoroButtonPin) == LOW, now)) {
    case Button::Down: sendButton(F("down")); break;
    case Button::Up: sendButton(F("up")); break;
    case Button::Nothing: break;
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
  pinMode(PomodoroButtonPin, INPUT_PULLUP);
  light.begin();
  Serial.begin(115200);
#if defined(ARDUINO_USB_CDC_ON_BOOT) && ARDUINO_USB_CDC_ON_BOOT && ARDUINO_USB_MODE
  Serial.setTxTimeoutMs(0); // never wait for a host that does not read; the CDC over USB OTG would write nothing at all
#endif
  sendHello();
}

void loop() {
  readSerial();
  uint32_t now = millis();
  if (online && now - receivedAt >= OfflineAfter) online = false;
  readButton(now);
  bool offline = !online || mode == Offline;
  light.show(offline ? Offline : mode, !offline && held, now);
  outbox.pump(now);
  sleepUntilInterrupt();
}
