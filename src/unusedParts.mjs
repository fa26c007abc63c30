// A plugin for vite: leaves out of libraries what this app never uses and a minifier cannot know to be unused.
//
// Solid keeps the code for transitions, schedulers and external sources in variables that are null until one is started,
// and asks for them at every read of a signal. Here those questions are answered when the app is built. partysocket asks
// whether it runs in a browser at all, and describes what it does where that is wished for.

const SOLID = /\/solid-js\/dist\/solid\.js$/;
const PARTYSOCKET = /\/partysocket\/dist\/ws\.js$/;
/** The variables of Solid, null until one of `STARTERS` is called. */
const VARIABLES = ["Transition", "Scheduler", "ExternalSourceConfig"];
/** What would start one of them. */
const STARTERS =
  /\b(?:startTransition|useTransition|createResource|createDeferred|lazy|Suspense|SuspenseList|enableScheduling|enableExternalSource)\b/;
/** What every supported browser has, and what only Node has. */
const BROWSER = {
  process: "undefined",
  "globalThis.EventTarget": "true",
  "globalThis.Event": "true",
  "typeof WebSocket": '"function"',
};

/** @returns {import("vite").Plugin} */
export function unusedPartsPlugin() {
  return {
    name: "unused-parts",
    apply: "build",
    config: () => ({ define: BROWSER }),
    transform(code, id) {
      if (SOLID.test(id)) return { code: withoutUnused(code), map: null };
      if (PARTYSOCKET.test(id)) return { code: withoutDescriptions(code), map: null };
      const imports = [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*"solid-js(?:\/web)?"/g)].map(
        ([, names]) => names ?? "",
      );
      const starter = STARTERS.exec(imports.join(","))?.[0];
      if (starter !== undefined)
        throw new Error(`${id} imports ${starter}, which src/unusedParts.mjs leaves out`);
    },
  };
}

/** Solid's module, in which the variables are always null. @param {string} code */
export function withoutUnused(code) {
  return VARIABLES.reduce((text, name) => {
    if (!text.includes(`let ${name} = null;`)) throw new Error(`solid.js has no variable ${name} any more`);
    // Each read of it. What is assigned to it stays, in functions that nothing calls.
    return text.replace(new RegExp(`(?<!let |\\.)\\b${name}\\b(?! = |:)`, "g"), "null");
  }, code);
}

/** partysocket's module without the calls that describe what it does. @param {string} code */
export function withoutDescriptions(code) {
  const CALLS = /\bthis\._debug\((?:[^()]|\([^()]*\))*\);/g;
  if (!CALLS.test(code)) throw new Error("partysocket has no calls of _debug any more");
  return code.replace(CALLS, "");
}
