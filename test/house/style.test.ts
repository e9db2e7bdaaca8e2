import { describe, expect, it } from "vitest";
import { codeLines, repositoryFiles, textOf } from "./repository.ts";

const files = repositoryFiles();
const code = files.filter((path) => /^(src|test|bench|scripts)\/.*\.tsx?$/.test(path));
const readable = files.filter((path) => !/\.(png|jpg|gif|ico|db)$|^package-lock\.json$/.test(path));

/** In two parts, so that this file does not find itself. */
const word = (...parts: string[]) => parts.join("");

function rowsWith(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split("\n")
      .flatMap((row, index) =>
        pattern.test(row) ? [`${path}:${index + 1}: ${row.trim().slice(0, 120)}`] : [],
      ),
  );
}

describe("the repository", () => {
  it("names its code files in kebab case", () => {
    const odd = code.filter(
      (path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(path),
    );
    expect(code.length).toBeGreaterThan(100);
    expect(odd).toEqual([]);
  });

  it("has no default exports", () => {
    const found = code.flatMap((path) =>
      codeLines(textOf(path)).flatMap(({ line, code: row }) =>
        /^\s*export\s+(default\b|\{[^}]*\bas default\b)/.test(row) ? [`${path}:${line}`] : [],
      ),
    );
    expect(found).toEqual([]);
  });

  it("has classes for errors only", () => {
    const found = code
      .filter((path) => path.startsWith("src/"))
      .flatMap((path) =>
        codeLines(textOf(path)).flatMap(({ line, code: row }) =>
          /^\s*(export\s+)?(abstract\s+)?class\s+\w+/.test(row) && !/\bextends\s+\w*Error\b/.test(row)
            ? [`${path}:${line}: ${row.trim()}`]
            : [],
        ),
      );
    expect(found).toEqual([]);
  });

  it("calls customers in Slack as the directory does, with the article that fits", () => {
    const isSeen = (path: string) => /^src\/(?:bridge|slack\/(?:features|views|text))\//.test(path);
    const found = code.filter(isSeen).flatMap((path) =>
      codeLines(textOf(path)).flatMap(({ line, code: row }) => {
        const said = row.replaceAll(/\$\{[^}]*\}/g, "…");
        const isWord = /["`][^"`]* customers?\b[^"`]*["`]/.test(said);
        const isArticle = /\ban? \$\{[\w.]*customer(?:Word)?\}/i.test(row);
        return isWord || isArticle ? [`${path}:${line}: ${row.trim()}`] : [];
      }),
    );
    expect(found).toEqual([]);
  });

  it("leaves nothing marked as unfinished", () => {
    const marks = [word("TO", "DO"), word("FIX", "ME"), word("XX", "X:"), word("HA", "CK:")].join("|");
    expect(rowsWith(new RegExp(`\\b(${marks})`), readable)).toEqual([]);
  });

  it("does not speak of the place where it was written", () => {
    const places = [
      word("/wo", "rk/"),
      word("/tmp/", "brief"),
      word("\\bissue", " #?\\d"),
      word("sub", "agent"),
      word("\\bClau", "de\\b"),
      word("\\bAnthro", "pic\\b"),
    ];
    expect(rowsWith(new RegExp(places.join("|"), "i"), readable)).toEqual([]);
  });

  it("names no package registry", () => {
    const hosts = [
      word("registry", "\\.npmjs"),
      word("npm", "mirror"),
      word("arti", "factory"),
      word("veri", "daccio"),
    ];
    expect(rowsWith(new RegExp(hosts.join("|"), "i"), [...readable, "package-lock.json"])).toEqual([]);
  });

  it("has a lock file that says nothing of where packages came from", () => {
    const lock = JSON.parse(textOf("package-lock.json")) as {
      packages: Record<string, { resolved?: string; link?: boolean; integrity?: string }>;
    };
    const entries = Object.entries(lock.packages).filter(([path]) => path !== "");
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
  });
});
