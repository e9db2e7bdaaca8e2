import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: [
    "./src/store/schema/schema.ts",
    "./src/store/schema/record-tables.ts",
    "./src/store/schema/carrier-tables.ts",
  ],
  out: "./migrations",
});
