/** An event as a calendar file (RFC 5545). PURE. */

/** Octets of a line; longer ones go on in the next line, after a space. */
const MAX_OCTETS = 74;

const escape = (text: string): string => text.replaceAll(/[\\;,]/g, "\\$&").replaceAll(/\r\n|[\r\n]/g, "\\n");
/** Epoch ms as 20261130T080000Z. */
const utc = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, "");

function fold(line: string): string {
  let [folded, octets] = ["", 0];
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (octets + size > MAX_OCTETS) [folded, octets] = [`${folded}\r\n `, 1];
    folded += character;
    octets += size;
  }
  return folded;
}

/** `from`, `to`, `now`: epoch ms. `url`: where the event takes place. */
export function calendarFile(event: {
  readonly title: string;
  readonly url: string;
  readonly from: number;
  readonly to: number;
  readonly now: number;
}): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Shared Pomodoro//EN",
    "BEGIN:VEVENT",
    `UID:${event.from}-${escape(event.url.replaceAll(/\W/g, "-"))}`,
    `DTSTAMP:${utc(event.now)}`,
    `DTSTART:${utc(event.from)}`,
    `DTEND:${utc(event.to)}`,
    `SUMMARY:${escape(event.title)}`,
    `DESCRIPTION:${escape(event.url)}`,
    `URL:${event.url}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ];
  return lines.map(fold).join("\r\n");
}
