// What differs between boards: the name that hello contains, and the pins. The names here begin with the name of the
// sketch, because the variants of some boards have already taken the plain ones for macros of their own.
#pragma once

#include <Arduino.h>

#if defined(ARDUINO_AVR_UNO)
#define POMODORO_BOARD "uno"
#elif defined(ARDUINO_AVR_NANO)
#define POMODORO_BOARD "nano"
#elif defined(__AVR_ATmega32U4__)
#define POMODORO_BOARD "leonardo"
#elif defined(ARDUINO_ARCH_ESP32)
#define POMODORO_BOARD "esp32"
#else
#define POMODORO_BOARD "arduino"
#endif

#if defined(ARDUINO_ARCH_ESP32)
// Pins that are free on common development boards: not used for strapping, flash memory or USB.
#if defined(CONFIG_IDF_TARGET_ESP32)
const uint8_t PomodoroButtonPin = 4, PomodoroRedPin = 25, PomodoroGreenPin = 26, PomodoroBluePin = 27;
#else // S2, S3, C3, C6: pins 25 to 27 are missing or connected to the flash memory
const uint8_t PomodoroButtonPin = 4, PomodoroRedPin = 5, PomodoroGreenPin = 6, PomodoroBluePin = 7;
#endif
#if defined(LED_BUILTIN) && !defined(RGB_BUILTIN) // an addressable built-in LED needs its own protocol
#define POMODORO_MONO_PIN LED_BUILTIN
#elif defined(CONFIG_IDF_TARGET_ESP32)
#define POMODORO_MONO_PIN 2 // the blue LED of most ESP32 development boards
#endif
#else
const uint8_t PomodoroButtonPin = 2, PomodoroRedPin = 9, PomodoroGreenPin = 10, PomodoroBluePin = 11;
#if defined(LED_BUILTIN)
#define POMODORO_MONO_PIN LED_BUILTIN // D13
#endif
#endif

// Whether the built-in light has a pin of its own. On some boards it is on the pin of one of the others.
#if defined(POMODORO_MONO_PIN)
const bool PomodoroHasMono = POMODORO_MONO_PIN != PomodoroButtonPin && POMODORO_MONO_PIN != PomodoroRedPin &&
                             POMODORO_MONO_PIN != PomodoroGreenPin && POMODORO_MONO_PIN != PomodoroBluePin;
#else
const bool PomodoroHasMono = false;
#endif

#if defined(ARDUINO_ARCH_ESP32) && !defined(CONFIG_IDF_TARGET_ESP32) && !defined(CONFIG_IDF_TARGET_ESP32C2) && \
    !(defined(ARDUINO_USB_CDC_ON_BOOT) && ARDUINO_USB_CDC_ON_BOOT)
#define POMODORO_WARNS_OF_SERIAL
#endif
