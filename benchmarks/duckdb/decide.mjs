// Decides orders by the subset book in DuckDB: node decide.mjs --book DIR --orders FILE --out FILE [--threads 2]
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const { values } = parseArgs({
  options: {
    book: { type: "string" },
    orders: { type: "string" },
    out: { type: "string" },
    threads: { type: "string", default: "2" },
  },
});
if (!values.book || !values.orders || !values.out) {
  console.error("decide.mjs: write --book DIR --orders FILE --out FILE");
  process.exit(1);
}

const text = (s) => `'${s.replaceAll("'", "''")}'`;
const instance = await DuckDBInstance.create(":memory:", { threads: values.threads, memory_limit: "1200MB" });
const connection = await instance.connect();
await connection.run(`SET VARIABLE book = ${text(values.book)}; SET VARIABLE orders = ${text(values.orders)};`);
for (const file of ["book.sql", "decide.sql"]) {
  const sql = await readFile(new URL(file, import.meta.url), "utf8");
  await connection.run(sql.replaceAll("$OUT", text(values.out)));
}
connection.closeSync();
