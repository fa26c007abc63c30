#include "light.h"
#include "board.h"

#if defined(POMODORO_MONO_PIN)
#if defined(__AVR_ATmega328P__) || defined(__AVR_ATmega168__)
// D13 of an Uno or Nano has no hardware PWM. Timer 0 runs at 976 Hz for millis(), and its two compare interrupts
// switch the light on at 0 and off at `level`. (PWM on D5 and D6 no longer works then, but they are not used.)
ISR(TIMER0_COMPA_vect) { PORTB |= _BV(PORTB5); }
ISR(TIMER0_COMPB_vect) { PORTB &= ~_BV(PORTB5); }

static void writeMono(uint8_t level) {
  const uint8_t interrupts = _BV(OCIE0A) | _BV(OCIE0B);
  if (level == 0 || level == 255) {
    TIMSK0 &= ~interrupts;
    digitalWrite(POMODORO_MONO_PIN, level ? HIGH : LOW);
    return;
  }
  OCR0A = 0;
  OCR0B = level;
  TIMSK0 |= interrupts;
}
#else
static void writeMono(uint8_t level) { analogWrite(POMODORO_MONO_PIN, level); }
#endif
#endif

void Light::begin() {
  pinMode(PomodoroRedPin, OUTPUT);
  pinMode(PomodoroGreenPin, OUTPUT);
  pinMode(PomodoroBluePin, OUTPUT);
#if defined(POMODORO_MONO_PIN)
  if (PomodoroHasMono) pinMode(POMODORO_MONO_PIN, OUTPUT);
#endif
}

void Light::show(Mode mode, bool held, uint32_t now) {
  if (mode != mode_ || held != held_) {
    mode_ = mode;
    held_ = held;
    periodStart_ = now;
  }
  // Stays close to `now`, so that the rhythm does not jump when millis() overflows or after weeks in one mode.
  if (now - periodStart_ >= RhythmPeriod) periodStart_ = now - (now - periodStart_) % RhythmPeriod;
  write(levelsAt(mode, held, now - periodStart_));
}

void Light::write(const Levels &levels) {
  if (levels.red != shown_.red) analogWrite(PomodoroRedPin, levels.red);
  if (levels.green != shown_.green) analogWrite(PomodoroGreenPin, levels.green);
  if (levels.blue != shown_.blue) analogWrite(PomodoroBluePin, levels.blue);
#if defined(POMODORO_MONO_PIN)
  if (PomodoroHasMono && levels.mono != shown_.mono) writeMono(levels.mono);
#endif
  shown_ = levels;
}
