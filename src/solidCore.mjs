// A plugin for vite: leaves out of Solid what this app never starts: transitions, schedulers and external sources. Solid
// keeps each in a variable that is null until then and asks for it at every read of a signal, so a minifier keeps the code
// for it. Here those questions are answered when the app is built, and the minifier drops what follows them.

const MODULE = /\/solid-js\/dist\/solid\.js$/;
/** The variables of Solid, null until one of `STARTERS` is called. */
const VARIABLES = ["Transition", "Scheduler", "ExternalSourceConfig"];
/** What would start one of them. */
const STARTERS =
  /\b(?:startTransition|useTransition|createResource|createDeferred|lazy|Suspense|SuspenseList|enableScheduling|enableExternalSource)\b/;

/** @returns {import("vite").Plugin} */
export function solidCorePlugin() {
  return {
    name: "solid-core",
    apply: "build",
    transform(code, id) {
      if (MODULE.test(id)) return { code: withoutUnused(code), map: null };
      const imports = [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*"solid-js(?:\/web)?"/g)].map(
        ([, names]) => names ?? "",
      );
      const starter = STARTERS.exec(imports.join(","))?.[0];
      if (starter !== undefined)
        throw new Error(`${id} imports ${starter}, which src/solidCore.mjs leaves out`);
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
