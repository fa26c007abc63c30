// What differs between boards: the name that hello contains, and the pins.
#pragma once

#include <Arduino.h>

#if defined(ARDUINO_AVR_UNO)
#define BOARD_NAME "uno"
#elif defined(ARDUINO_AVR_NANO)
#define BOARD_NAME "nano"
#elif defined(__AVR_ATmega32U4__)
#define BOARD_NAME "leonardo"
#elif defined(ARDUINO_ARCH_ESP32)
#define BOARD_NAME "esp32"
#else
#define BOARD_NAME "arduino"
#endif

#if defined(ARDUINO_ARCH_ESP32)
// Pins that are free on common development boards: not used for strapping, flash memory or USB.
#if defined(CONFIG_IDF_TARGET_ESP32)
const uint8_t BUTTON_PIN = 4, RED_PIN = 25, GREEN_PIN = 26, BLUE_PIN = 27;
#else // S2, S3, C3, C6: pins 25 to 27 are missing or connected to the flash memory
const uint8_t BUTTON_PIN = 4, RED_PIN = 5, GREEN_PIN = 6, BLUE_PIN = 7;
#endif
#if defined(LED_BUILTIN) && !defined(RGB_BUILTIN) // an addressable built-in LED needs its own protocol
#define MONO_PIN LED_BUILTIN
#elif defined(CONFIG_IDF_TARGET_ESP32)
#define MONO_PIN 2 // the blue LED of most ESP32 development boards
#endif
#else
const uint8_t BUTTON_PIN = 2, RED_PIN = 9, GREEN_PIN = 10, BLUE_PIN = 11;
#define MONO_PIN LED_BUILTIN // D13
#endif
