import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./src/store/postgres/for-drizzle-kit.ts"],
  out: "./migrations/postgres",
});
