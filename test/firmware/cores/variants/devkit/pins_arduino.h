// A plain ESP32 development module: no built-in light is defined.
#pragma once
static const uint8_t KEY_BUILTIN = 0, TX = 1, RX = 3, SDA = 21, SCL = 22, SS = 5, A0 = 36, T0 = 4;
