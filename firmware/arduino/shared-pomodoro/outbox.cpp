#include "outbox.h"

/** Whether a host has opened the port. A board with a USB-serial converter cannot know that and always sends. */
static bool isPortOpen() {
#if defined(USBCON)
  return Serial.dtr();
#elif defined(ARDUINO_USB_CDC_ON_BOOT) && ARDUINO_USB_CDC_ON_BOOT
  return bool(Serial);
#else
  return true;
#endif
}

void Outbox::put(char c) {
  uint8_t next = head_ + 1;
  if (next == tail_) {
    full_ = true;
    return;
  }
  ring_[head_] = c;
  head_ = next;
}

Outbox &Outbox::text(const __FlashStringHelper *text) {
  const char *at = reinterpret_cast<const char *>(text);
  while (char c = pgm_read_byte(at++)) put(c);
  return *this;
}

Outbox &Outbox::number(uint32_t number) {
  char digits[10]; // the largest number has ten digits
  uint8_t count = 0;
  do digits[count++] = '0' + number % 10;
  while (number /= 10);
  while (count) put(digits[--count]);
  return *this;
}

void Outbox::end() {
  put('\n');
  if (full_) head_ = lineStart_;
  full_ = false;
  lineStart_ = head_;
}

void Outbox::clear() {
  head_ = tail_ = lineStart_ = 0;
  // Ends a line that is already half sent, so that the next line does not become part of it.
  if (lastSent_ != '\n') put('\n');
  lineStart_ = head_;
}

void Outbox::pump(uint32_t now) {
  if (head_ == tail_) {
    acceptedAt_ = now;
    return;
  }
  if (!isPortOpen()) {
    lastSent_ = '\n';
    clear();
    return;
  }
  int space = Serial.availableForWrite();
  if (space > 0) acceptedAt_ = now;
  else if (now - acceptedAt_ >= READ_TIMEOUT) clear();
  for (; space > 0 && tail_ != head_; space--) {
    lastSent_ = ring_[tail_++];
    Serial.write(lastSent_);
  }
}
