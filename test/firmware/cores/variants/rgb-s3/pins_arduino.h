// An ESP32-S3 whose built-in light is addressable, so its number is that of no pin.
#pragma once
#define PIN_RGB_LED 48
static const uint8_t LED_BUILTIN = 49 + PIN_RGB_LED;
#define BUILTIN_LED LED_BUILTIN
#define LED_BUILTIN LED_BUILTIN
#define RGB_BUILTIN LED_BUILTIN
#define RGB_BRIGHTNESS 64
static const uint8_t TX = 43, RX = 44, SDA = 8, SCL = 9, A0 = 1, T1 = 1;
