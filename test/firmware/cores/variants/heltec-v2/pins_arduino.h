// Heltec WiFi LoRa 32 V2: the built-in light is on GPIO 25, where an ESP32's red light is.
#pragma once
static const uint8_t LED_BUILTIN = 25;
#define BUILTIN_LED LED_BUILTIN
#define LED_BUILTIN LED_BUILTIN
static const uint8_t KEY_BUILTIN = 0, TX = 1, RX = 3, SDA = 4, SCL = 15, PRG_BUTTON = 0, VEXT_CNTRL = 21, T0 = 4;
