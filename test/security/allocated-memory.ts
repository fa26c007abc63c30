/**
 * What workerd has allocated, asked of its allocator: memory that was freed stays resident, and is no leak. It needs
 * gdb and Linux and stops the process for a moment, so that only the long form uses it.
 */
import { execFileSync } from "node:child_process";

const PROPERTY = "generic.current_allocated_bytes";
const CALL = `((char (*)(const char *, unsigned long, unsigned long *)) MallocExtension_Internal_GetNumericProperty)("${PROPERTY}", ${PROPERTY.length}, $bytes)`;
const COMMANDS = [
  "set $bytes = (unsigned long *) ((void *(*)(unsigned long)) malloc)(8)",
  `print ${CALL}`,
  'printf "allocated: %lu\\n", *$bytes',
];

/** Bytes that workerd has allocated outside of V8's heap; null where gdb is missing or may not attach. */
export function allocatedBytes(workerdPid: number): number | null {
  const args = ["-q", "-nx", "-batch", "-p", String(workerdPid)];
  try {
    const output = execFileSync("gdb", [...args, ...COMMANDS.flatMap((command) => ["-ex", command])], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const bytes = Number(/^allocated: (\d+)$/m.exec(output)?.[1] ?? 0);
    return bytes > 0 ? bytes : null;
  } catch {
    return null;
  }
}
