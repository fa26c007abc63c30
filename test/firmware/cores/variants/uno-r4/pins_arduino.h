// UNO R4 WiFi.
#pragma once
#define PIN_LED (13u)
#define LED_BUILTIN PIN_LED
#define PINS_COUNT (41u)
#define NUM_DIGITAL_PINS (23u)
