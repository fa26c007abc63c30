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

/** How many bytes the port accepts without waiting. A port that never counts them gets a few at a time. */
int Outbox::space(uint32_t now) {
  int space = Serial.availableForWrite();
  if (space > 0) countsSpace_ = true;
  else if (!countsSpace_ && now - acceptedAt_ >= CountTimeout) neverCounts_ = true;
  return neverCounts_ ? 8 : space;
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
  int left = space(now);
  for (; left > 0 && tail_ != head_; left--) {
    char c = ring_[tail_];
    if (Serial.write(c) == 0) break;
    lastSent_ = c;
    tail_++;
    acceptedAt_ = now;
  }
  if (tail_ != head_ && now - acceptedAt_ >= ReadTimeout) clear();
}
