import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: [
    "./src/store/sqlite/schema.ts",
    "./src/store/sqlite/record-tables.ts",
    "./src/store/sqlite/carrier-tables.ts",
  ],
  out: "./migrations",
});
