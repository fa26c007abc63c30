// The part of an Arduino core that the sketch uses, as strict as the real ones: which core is chosen by the macros that
// the core's own build sets. world.cpp has the time, the pins and the other end of the port.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define LOW 0
#define HIGH 1
#define INPUT 0
#define OUTPUT 1
#define INPUT_PULLUP 2

class __FlashStringHelper;
#define F(text) reinterpret_cast<const __FlashStringHelper *>(text)
#define pgm_read_byte(address) (*reinterpret_cast<const uint8_t *>(address))

unsigned long millis();
void yield();
void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t value);
int digitalRead(uint8_t pin);
void analogWrite(uint8_t pin, int value);
void setup();
void loop();

// Every core's base class of serial ports: the space is 0 unless the port counts it.
class Print {
public:
  virtual ~Print() {}
  virtual int availableForWrite() { return 0; }
  virtual size_t write(uint8_t) = 0;
};

class Stream : public Print {
public:
  virtual void begin(unsigned long) = 0;
  int available();
  int read();
};

// ESP32's UART, and the UART of any other core that counts its space.
class Uart : public Stream {
public:
  void begin(unsigned long) override {}
  int availableForWrite() override;
  size_t write(uint8_t c) override;
};

// UNO R4 WiFi: its UART has no availableForWrite(), and it accepts nothing before begin().
class UncountedUart : public Stream {
public:
  void begin(unsigned long) override { hasBegun_ = true; }
  size_t write(uint8_t c) override;

private:
  bool hasBegun_ = false;
};

// ESP32's hardware CDC (USB mode 1): without a host write() drops the oldest bytes.
class HWCDC : public Stream {
public:
  void begin(unsigned long) override {}
  int availableForWrite() override;
  size_t write(uint8_t c) override;
  void setTxTimeoutMs(uint32_t) {}
  explicit operator bool() const;
};

// ESP32's CDC over USB OTG (USB mode 0): write() gives up as soon as its timeout is over, before it writes.
class USBCDC : public Stream {
public:
  void begin(unsigned long) override {}
  int availableForWrite() override;
  size_t write(uint8_t c) override;
  void setTxTimeoutMs(uint32_t timeout) { timeout_ = timeout; }
  explicit operator bool() const;

private:
  uint32_t timeout_ = 250;
};

#if defined(ARDUINO_ARCH_ESP32)
#ifndef ARDUINO_USB_CDC_ON_BOOT
#define ARDUINO_USB_CDC_ON_BOOT 0
#endif
#if !ARDUINO_USB_CDC_ON_BOOT
extern Uart Serial;
#elif ARDUINO_USB_MODE
extern HWCDC Serial;
#else
extern USBCDC Serial;
#endif
#elif defined(ARDUINO_ARCH_RENESAS)
extern UncountedUart Serial;
#else
extern Uart Serial;
#endif

#include "pins_arduino.h"
