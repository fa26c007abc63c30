/** A length of time as it is spoken: “25 minutes”, “52 minutes 5 seconds”. PURE. */

export function spokenTime(seconds: number, locale: string): string {
  const part = (value: number, unit: "minute" | "second"): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [minutes > 0 && part(minutes, "minute"), rest > 0 && part(rest, "second")].filter(Boolean).join(" ");
}
