// Solves LP files with HiGHS: node solve.mjs [--time SECONDS] FILE… prints for each a line of JSON: status, objective, bound, the
// seconds of the solution alone (reading the file is apart), and by order the option that is chosen.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import loadHighs from "highs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { time: { type: "string", default: "60" } } });
if (positionals.length === 0) {
  console.error("solve.mjs: write the names of LP files");
  process.exit(1);
}

const highs = await loadHighs();
for (const file of positionals) {
  const model = highs.createModel();
  model.options.set({ output_flag: false, mip_rel_gap: 0, time_limit: Number(values.time) });
  model.readModel({ format: "lp", data: await readFile(file, "utf8") });
  const begun = performance.now();
  model.run();
  const seconds = (performance.now() - begun) / 1000;
  const code = model.getModelStatus();
  const status = Object.keys(highs.constants.modelStatus).find((name) => highs.constants.modelStatus[name] === code);
  console.log(JSON.stringify({ file, status, seconds, objective: model.getObjectiveValue(), bound: model.info.get("mip_dual_bound"), choice: choice(model) }));
  model.dispose();
}

// choice reads the plan from the variables xI_J and xI_J_K; it is empty where there is none.
function choice(model) {
  if (model.info.get("primal_solution_status") !== 2) return [];
  const { colValue } = model.getSolution();
  const chosen = [];
  for (let c = 0; c < colValue.length; c++) {
    if (colValue[c] < 0.5) continue;
    const name = /^x(\d+)_(\d+)(_\d+)?$/.exec(model.getColName(c));
    if (name) chosen[Number(name[1])] = Number(name[2]);
  }
  return chosen;
}
