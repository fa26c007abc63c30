/** The small programs in Python that the installer runs on the board. Pure. They run from MicroPython 1.9 on. */

/** Prints one line, for `parseInfo`. */
export const INFO_PROGRAM = `import sys,os
i=sys.implementation
try:
 import hashlib
 h=hasattr(hashlib,'sha256')
except ImportError:
 h=False
print('%s|%d.%d.%d|%s|%s|%d|%d'%((i.name,)+tuple(i.version[:3])+(sys.platform,getattr(i,'_machine',''),h,hasattr(os,'rename'))))
`;

/** The name of a file until it is whole and checked. */
export const temporaryNameOf = (name: string): string => `${name}.new`;

/** Names and bytes as Python's literals. */
const toText = (name: string): string => `'${name.replace(/[^\w.-]/g, "")}'`;
function toBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (byte === 10) text += "\\n";
    else if (byte < 32 || byte > 126 || char === "'" || char === "\\")
      text += `\\x${byte.toString(16).padStart(2, "0")}`;
    else text += char;
  }
  return `b'${text}'`;
}

/** Removes files that need not be there. */
export const removeProgram = (names: readonly string[]): string =>
  `import os
for n in (${names.map((name) => `${toText(name)},`).join("")}):
 try:
  os.remove(n)
 except OSError:
  pass
`;

/** Opens a file as \`f\`, empty. */
export const openProgram = (name: string): string => `f=open(${toText(name)},'wb')\n`;
/** Adds bytes to it. A file system that is full may take fewer without an exception. */
export const writeProgram = (bytes: Uint8Array): string =>
  `b=${toBytes(bytes)}\nif f.write(b)!=len(b):raise OSError(28)\n`;
export const CLOSE_PROGRAM = "f.close()\n";

/** Prints the length of a file and its sha-256, for `parseCheck`. */
export const hashProgram = (name: string): string =>
  `import hashlib
h=hashlib.sha256()
n=0
f=open(${toText(name)},'rb')
while 1:
 b=f.read(256)
 if not b:break
 n+=len(b)
 h.update(b)
f.close()
print(n,''.join('%02x'%c for c in h.digest()))
`;

/** Opens a file as \`f\` to be read back, for a board without hashlib. */
export const reopenProgram = (name: string): string => `f=open(${toText(name)},'rb')\n`;
/** Prints the number and the bytes of its next part, for `parseCheck`. */
export const readProgram = (length: number): string =>
  `b=f.read(${length})\nprint(len(b),''.join('%02x'%c for c in b))\n`;

/**
 * Gives the new files their names, in their order. A main.py that is not ours is kept as main-before.py. A file system
 * replaces a file as a whole, so each name has its old or its new file at every moment.
 */
export const renameProgram = (names: readonly string[]): string =>
  `import os
def k():
 try:
  f=open('main.py','rb')
 except OSError:
  return
 b=f.read(200)
 f.close()
 if b'Shared Pomodoro' not in b:os.rename('main.py','main-before.py')
k()
for n in (${names.map((name) => `${toText(name)},`).join("")}):os.rename(n+'.new',n)
if hasattr(os,'sync'):os.sync()
`;
