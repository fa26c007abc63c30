/** A vitest reporter whose last lines name each missing tool and how many tests waited for it. */
import type { Reporter, TestModule } from "vitest/node";
import { NEEDS, TOOL_NAMES, TOOLS } from "./tools";

export default class ToolsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const notes = modules.flatMap((one) =>
      [...one.children.allTests("skipped")].map((test) => {
        const result = test.result();
        return result.state === "skipped" ? (result.note ?? "") : "";
      }),
    );
    const needed = notes.filter((note) => note.startsWith(NEEDS)).map((note) => note.slice(NEEDS.length));
    const lines = TOOL_NAMES.flatMap((name) => {
      const count = needed.filter((names) => names.split(", ").includes(name)).length;
      if (count === 0) return [];
      const skipped = count === 1 ? "1 test was skipped" : `${count} tests were skipped`;
      return [`  ${name} is missing (${TOOLS[name].usedFor}): ${skipped}`];
    });
    if (lines.length === 0) return;
    console.log(
      ["", "Not all tests ran.", ...lines, "Install all of it with: npm run test:tools"].join("\n"),
    );
  }
}
