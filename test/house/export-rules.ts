/** Who takes what a file exports. Pure, so that the rules themselves can be tested. */
import type { SourceFile } from "./import-rules.ts";
import { codeLines, targetOf } from "./repository.ts";

interface Export {
  readonly name: string;
  readonly isType: boolean;
}

const DECLARED =
  /^export (?:declare )?(?:(?:async )?(function\*?|const|let|class)|(interface|type)) (\w+)(?!\s*\})/gm;
const LISTED = /^export (type )?\{([^}]*)\}( from )?/gm;

function exportsOf(code: string): Export[] {
  const declared = [...code.matchAll(DECLARED)].map(([, , type, name = ""]) => ({
    name,
    isType: type !== undefined,
  }));
  // What is only handed on has no use inside: it stands for a value, which somebody has to take.
  const listed = [...code.matchAll(LISTED)].flatMap(([, , names = ""]) =>
    namesIn(names).map(({ outside: name }) => ({ name, isType: false })),
  );
  return [...declared, ...listed];
}

/** `a, type b as c` */
function namesIn(list: string): { inside: string; outside: string }[] {
  return list
    .split(",")
    .map((part) => part.trim().replace(/^type /, ""))
    .filter((part) => part !== "")
    .map((part) => {
      const [inside = "", outside = inside] = part.split(" as ");
      return { inside, outside };
    });
}

const NAMED = /(?:^|\n)\s*(?:import|export)(?: type)?\s+\{([^}]*)\}\s+from\s+"(\.[^"\n]+)"/g;
const WHOLE = /(?:(?:^|\n)\s*(?:import|export)(?: type)?\s+\*[^"\n]*from\s+|\bimport\(\s*)"(\.[^"\n]+)"/g;

/** `src/a.ts#name`; `src/a.ts#*` where all of a file is taken. */
function takenBy({ path, text }: SourceFile): string[] {
  const named = [...text.matchAll(NAMED)].flatMap(([, names = "", specifier = ""]) =>
    namesIn(names).map(({ inside }) => `${targetOf(path, specifier)}#${inside}`),
  );
  return [
    ...named,
    ...[...text.matchAll(WHOLE)].map(([, specifier = ""]) => `${targetOf(path, specifier)}#*`),
  ];
}

/**
 * Sentences, one for each export of `src` that has no reader: a value that no other file takes, or only tests do although nothing
 * here uses it, and a type that stands nowhere else. Types that only their own file uses may be exported: whoever calls a function
 * may want to name what it takes.
 */
export function needlessExports(files: readonly SourceFile[]): string[] {
  const inside = new Set(files.filter(({ path }) => path.startsWith("src/")).flatMap(takenBy));
  const outside = new Set(files.filter(({ path }) => !path.startsWith("src/")).flatMap(takenBy));
  const takes = (set: ReadonlySet<string>, path: string, name: string) =>
    set.has(`${path}#${name}`) || set.has(`${path}#*`);
  return files
    .filter(({ path }) => path.startsWith("src/"))
    .flatMap(({ path, text }) => {
      const code = codeLines(text)
        .map((row) => row.code)
        .join("\n");
      return exportsOf(code).flatMap(({ name, isType }) => {
        if (takes(inside, path, name)) return [];
        const isUsedHere = (code.match(new RegExp(`\\b${name}\\b`, "g")) ?? []).length > 1;
        if (isUsedHere && (isType || takes(outside, path, name))) return [];
        if (takes(outside, path, name)) return [`${path}: only tests use ${name}`];
        return [`${path}: nobody takes ${name}`];
      });
    });
}
