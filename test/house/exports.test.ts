import { describe, expect, it } from "vitest";
import { needlessExports } from "./export-rules.ts";
import { repositoryFiles, textOf } from "./repository.ts";

const files = repositoryFiles()
  .filter((path) => /^(src|test|bench|scripts)\/.*\.tsx?$/.test(path))
  .map((path) => ({ path, text: textOf(path) }));

describe("the source", () => {
  it("exports only what somebody takes", () => {
    expect(files.length).toBeGreaterThan(300);
    expect(needlessExports(files)).toEqual([]);
  });
});

describe("the rule about exports", () => {
  const found = (one: string, other = "", outside = "") =>
    needlessExports([
      { path: "src/one.ts", text: one },
      { path: "src/other.ts", text: other },
      { path: "test/one.test.ts", text: outside },
    ]);
  const nobody = ["src/one.ts: nobody takes a"];

  it.each([
    ["a function", "export function a() {}"],
    ["a function that its own file uses", "export async function a() {}\na();"],
    ["a constant", "export const a = 1;\nconst b = a;"],
    ["a type that stands nowhere", "export type a = 1;"],
    ["what is handed on", 'export { a } from "./b.ts";'],
    ["what is only mentioned in a comment", "export interface a {}\n// a"],
  ])("finds %s that nobody imports", (_what, text) => {
    expect(found(text)).toEqual(nobody);
  });

  it("finds what only tests use", () => {
    const test = 'import { a } from "../src/one.ts";';
    expect(found("export function a() {}", "", test)).toEqual(["src/one.ts: only tests use a"]);
    expect(found("export function a() {}\nconst b = a();", "", test)).toEqual([]);
  });

  it.each([
    ["by name", 'import { a } from "./one.ts";'],
    ["by another name", 'import {\n  type a as b,\n} from "./one.ts";'],
    ["to hand it on", 'export { a as b } from "./one.ts";\nimport { b } from "./other.ts";'],
    ["as a whole", 'import * as one from "./one.ts";'],
    ["when it is needed", 'const one = await import("./one.ts");'],
  ])("lets pass what is taken %s", (_how, text) => {
    expect(found("export function a() {}", text)).toEqual([]);
  });

  it("lets a type be exported for whoever calls what takes it", () => {
    const one = "export interface Options {}\nexport function a(options: Options) {}";
    expect(found(one, 'import { a } from "./one.ts";')).toEqual([]);
  });
});
