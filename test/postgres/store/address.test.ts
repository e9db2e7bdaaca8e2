import { describe, expect, it } from "vitest";
import { connectionString, nameOf, withoutPassword } from "../../../src/store/postgres/address.ts";

describe("an address, told", () => {
  it.each([
    ["postgres://u:hunter2@db.example.com:5433/texts", "the database texts on db.example.com:5433"],
    ["postgres://u:hunter2@/texts?host=/run/pg", "the database texts on /run/pg"],
    ["postgres://u:hunter2@db.example.com", "the database"],
  ])("to people has no password: %s", (text, name) => {
    expect(nameOf(text)).toBe(name);
  });

  it.each([
    ["postgres://u:hunter2@db:5433/texts?sslmode=require", "postgres://u@db:5433/texts?sslmode=require"],
    ["postgresql://u%40x:hunter2@[::1]/te%20xts", "postgres://u%40x@[::1]/te%20xts"],
    ["postgres://u:hunter2@/texts?host=%2Frun%2Fpg&port=5433", "postgres://u@/texts?host=/run/pg&port=5433"],
    ["postgres://localhost/texts", "postgres://localhost/texts"],
  ])("to PostgreSQL's programs has no password: %s", (text, told) => {
    expect(withoutPassword(text)).toBe(told);
  });

  it("to pg says that sslmode means what it means elsewhere", () => {
    expect(connectionString("postgres://h/x?sslmode=require")).toMatch(
      /sslmode=require&uselibpqcompat=true$/,
    );
    expect(connectionString("postgres://h/x")).toBe("postgres://h/x");
  });
});
