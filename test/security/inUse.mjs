// What the server itself still holds, as its allocator counts it: memory that was freed stays resident, and is no leak.
// Needs gdb and Linux, and stops the process for a moment: for the long form alone.
import { execFileSync } from "node:child_process";

const PROPERTY = "generic.current_allocated_bytes";
const ask = `((char (*)(const char *, unsigned long, unsigned long *)) MallocExtension_Internal_GetNumericProperty)("${PROPERTY}", ${PROPERTY.length}, $bytes)`;

/**
 * Bytes allocated and not freed, outside of V8's heap; null where there is no gdb, or it may not look.
 * @param {number} pid of workerd
 */
export function inUse(pid) {
  const commands = [
    "set $bytes = (unsigned long *) ((void *(*)(unsigned long)) malloc)(8)",
    `print ${ask}`,
    'printf "in use: %lu\\n", *$bytes',
  ];
  try {
    const said = execFileSync(
      "gdb",
      ["-q", "-nx", "-batch", "-p", String(pid), ...commands.flatMap((command) => ["-ex", command])],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
    const bytes = Number(/^in use: (\d+)$/m.exec(said)?.[1] ?? 0);
    return bytes > 0 ? bytes : null;
  } catch {
    return null;
  }
}
