#include "outbox.h"

/** Whether anyone has opened the port. A chip with a USB-serial converter cannot know, and just sends. */
static bool hostListens() {
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
  char digits[10]; // 2^32 has ten
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
  if (lastSent_ != '\n') put('\n'); // half a line is out: what follows must not be glued to it
  lineStart_ = head_;
}

void Outbox::pump(uint32_t now) {
  if (head_ == tail_) {
    movedAt_ = now;
    return;
  }
  if (!hostListens()) {
    lastSent_ = '\n';
    clear();
    return;
  }
  int room = Serial.availableForWrite();
  if (room > 0) movedAt_ = now;
  else if (now - movedAt_ >= PATIENCE) clear();
  for (; room > 0 && tail_ != head_; room--) {
    lastSent_ = ring_[tail_++];
    Serial.write(lastSent_);
  }
}
