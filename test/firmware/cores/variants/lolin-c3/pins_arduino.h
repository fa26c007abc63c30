// An ESP32-C3 whose built-in light is on the pin of the sketch's blue light.
#pragma once
static const uint8_t LED_BUILTIN = 7;
#define BUILTIN_LED LED_BUILTIN
#define LED_BUILTIN LED_BUILTIN
static const uint8_t TX = 21, RX = 20, SDA = 8, SCL = 10, A0 = 0;
