// TTGO LoRa32 and others of its kind: names that a sketch would like to use are macros already.
#pragma once
static const uint8_t LED_BUILTIN = 25;
#define BUILTIN_LED LED_BUILTIN
#define LED_BUILTIN LED_BUILTIN
#define BUTTON_PIN 0
#define LED_PIN 25
#define RED_PIN 33
#define GREEN_PIN 32
#define BLUE_PIN 13
#define MONO_PIN 25
#define BUTTON 0
#define LIGHT 25
#define BOARD_NAME "TTGO LoRa32"
#define OLED_RST 16
static const uint8_t KEY_BUILTIN = 0, TX = 1, RX = 3, SDA = 21, SCL = 22, T0 = 4;
#define UP 1
#define DOWN 2
#define IDLE 0
#define OFFLINE 0
#define STATE 1
#define LINE 2
#define DEBOUNCE 50
#define MAX_LENGTH 80
