/** Reads the repository's own files, for the tests that keep it honest. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What is made or fetched, or belongs to whoever runs the app. */
const NOT_OURS = new Set([
  ".git",
  "node_modules",
  "dist",
  "data",
  "coverage",
  "screenshots",
  ".env",
  "directory.yml",
]);

export interface SourceImport {
  /** As written: `./ids.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** Loaded only when that line runs. */
  readonly later: boolean;
}

/** Paths from the root, with slashes, sorted. */
export function repositoryFiles(folder = ""): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => !NOT_OURS.has(name))
    .map((name) => posix.join(folder, name))
    .flatMap((path) => (statSync(join(ROOT, path)).isDirectory() ? repositoryFiles(path) : [path]))
    .sort();
}

export function sourceFiles(): string[] {
  return repositoryFiles("src").filter((path) => /\.tsx?$/.test(path));
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The code's lines without those that are only comment, with their numbers. */
export function codeLines(text: string): { line: number; code: string }[] {
  return text
    .split("\n")
    .map((code, index) => ({ line: index + 1, code }))
    .filter(({ code }) => !/^\s*(\/\/|\/\*|\*)/.test(code));
}

const STATIC = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([\w$*{},\s]+?)\s+from\s+"([^"\n]+)"/g;
const BARE = /(?:^|\n)\s*import\s+"([^"\n]+)"/g;
const DYNAMIC = /\bimport\(\s*"([^"\n]+)"\s*\)(?!\.\w)/g;
const IN_TYPE = /\bimport\(\s*"([^"\n]+)"\s*\)\.\w/g;

/** Static, re-exporting, bare and dynamic imports, as far as they are written in the usual form. */
export function importsOf(text: string): SourceImport[] {
  const all = (pattern: RegExp, how: Omit<SourceImport, "specifier">) =>
    [...text.matchAll(pattern)].map(([, specifier = ""]) => ({ specifier, ...how }));
  const found = [...text.matchAll(STATIC)].map(([, type, clause = "", specifier = ""]) => ({
    specifier,
    typeOnly: type !== undefined || onlyTypes(clause),
    later: false,
  }));
  return [
    ...found,
    ...all(BARE, { typeOnly: false, later: false }),
    ...all(DYNAMIC, { typeOnly: false, later: true }),
    ...all(IN_TYPE, { typeOnly: true, later: false }),
  ];
}

function onlyTypes(clause: string): boolean {
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1]?.split(",") ?? ["everything"];
  return names.every((name) => name.trim() === "" || name.trim().startsWith("type "));
}

/** The path from the root that a relative import leads to; null for a package. */
export function targetOf(path: string, specifier: string): string | null {
  return specifier.startsWith(".") ? posix.join(dirname(path), specifier) : null;
}

/** `@slack/bolt` of `@slack/bolt/dist/x`; null for what is not a package. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return null;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
