// Runs the sketch in simulated time, one loop() every ms. Reads "MS down", "MS up", "MS open", "MS close" and
// "MS send LINE" from stdin, in order, and "MS end". Writes "MS tx BYTE" and "MS pin NUMBER LEVEL" to stdout.
#include "Arduino.h"

#include <deque>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

static unsigned long now = 0;
static bool isPressed = false, isOpen = false;
static std::deque<uint8_t> toBoard;
static std::map<int, int> modes, levels;

static void transmit(uint8_t c) { std::cout << now << " tx " << int(c) << "\n"; }
static void setLevel(int pin, int level) {
  if (modes[pin] != OUTPUT) std::cout << now << " error a level for pin " << pin << ", which is no output\n";
  if (levels[pin] != level) std::cout << now << " pin " << pin << " " << level << "\n";
  levels[pin] = level;
}

unsigned long millis() { return now; }
void yield() {}
void pinMode(uint8_t pin, uint8_t mode) {
  if (modes.count(pin) && modes[pin] != mode) std::cout << now << " error two modes for pin " << int(pin) << "\n";
  modes[pin] = mode;
}
void digitalWrite(uint8_t pin, uint8_t value) { setLevel(pin, value ? 255 : 0); }
void analogWrite(uint8_t pin, int value) { setLevel(pin, value); }
// The button's pin is the only input.
int digitalRead(uint8_t pin) { return modes[pin] == INPUT_PULLUP && isPressed ? LOW : HIGH; }

int Stream::available() { return toBoard.size(); }
int Stream::read() {
  if (toBoard.empty()) return -1;
  uint8_t c = toBoard.front();
  toBoard.pop_front();
  return c;
}

int Uart::availableForWrite() { return 128; }
size_t Uart::write(uint8_t c) {
  transmit(c);
  return 1;
}
size_t UncountedUart::write(uint8_t c) {
  if (!hasBegun_) return 0;
  transmit(c);
  return 1;
}
HWCDC::operator bool() const { return isOpen; }
int HWCDC::availableForWrite() { return 256; }
size_t HWCDC::write(uint8_t c) {
  if (isOpen) transmit(c);
  return 1;
}
USBCDC::operator bool() const { return isOpen; }
int USBCDC::availableForWrite() { return isOpen ? 64 : 0; }
size_t USBCDC::write(uint8_t c) {
  if (!isOpen || timeout_ == 0) return 0;
  transmit(c);
  return 1;
}

decltype(Serial) Serial;

int main() {
  setup();
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    unsigned long at;
    std::string what, text;
    words >> at >> what;
    for (; now < at; now++) loop();
    if (what == "down" || what == "up") isPressed = what == "down";
    else if (what == "open" || what == "close") isOpen = what == "open";
    else if (what == "send" && std::getline(words >> std::ws, text)) {
      for (char c : text + "\n") toBoard.push_back(c);
    } else if (what != "end") return 1;
  }
}
