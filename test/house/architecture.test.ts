/** What ARCHITECTURE.md says of the house is so: its folders and files, and who may import whom. */
import { describe, expect, it } from "vitest";
import { carrierDefinitions } from "../../src/carriers/index.ts";
import { MAY_IMPORT } from "./import-rules.ts";
import { repositoryFiles, sourceFiles, textOf } from "./repository.ts";

const architecture = textOf("ARCHITECTURE.md");
const [house = "", imports = ""] = [...architecture.matchAll(/```text\n([\s\S]*?)```/g)].map(
  ([, block = ""]) => block,
);
const files = repositoryFiles();

/** `bridge/jobs` of `src/bridge/jobs/registry.ts`, and `bridge`. */
const folders = new Set(
  sourceFiles().flatMap((path) => {
    const parts = path.split("/").slice(1, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  }),
);

describe("ARCHITECTURE.md", () => {
  it("names files as they are called", () => {
    const named = [...architecture.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((path) => !files.some((file) => `/${file}`.endsWith(`/${path}`)))).toEqual([]);
  });

  it("and the comments of the source name files as they are called", () => {
    const comments = sourceFiles().flatMap((path) =>
      textOf(path)
        .split("\n")
        .filter((row) => /^\s*(?:\/\/|\/?\*)/.test(row))
        .flatMap((row) => [...row.matchAll(/`([\w-]+(?:\/[\w.-]+)*\.ts)`/g)])
        .map(([, named = ""]) => ({ path, named })),
    );
    expect(comments.length).toBeGreaterThan(20);
    expect(comments.filter(({ named }) => !files.some((file) => `/${file}`.endsWith(`/${named}`)))).toEqual(
      [],
    );
  });

  it("lists every folder of the house, and none that is not there", () => {
    const listed = [...house.matchAll(/(?<=^|[\s(])([a-z-]+)\/(?=[\s:,;]|$)/gm)].map(([, name = ""]) => name);
    const inside = /^(?:bridge|domain|slack|store|command-line)\/[^/]+$/;
    const wanted = [...folders].filter((folder) => !folder.includes("/") || inside.test(folder));
    const names = wanted.map((folder) => folder.split("/").at(-1) ?? "");
    expect(names.filter((name) => !listed.includes(name))).toEqual([]);
    const all = [...folders].map((folder) => folder.split("/").at(-1) ?? "");
    expect(listed.filter((name) => name !== "src" && !all.includes(name))).toEqual([]);
  });

  it("says what each file beside the folders is for", () => {
    const beside = sourceFiles().flatMap((path) => /^src\/([^/]+)$/.exec(path)?.[1] ?? []);
    expect(beside).toContain("app.ts");
    expect(beside.filter((name) => !house.includes(name))).toEqual([]);
  });

  it("says who may import whom as the rules have it", () => {
    const rows = [...imports.matchAll(/^([a-z-]+) +-> ([^:;\n]*)/gm)].map(([, from = "", to = ""]) => [
      from,
      to.split(/, (?:and )?/).filter((one) => one in MAY_IMPORT),
    ]);
    expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT);
  });

  it("says of every call that changes something what becomes of it when its answer is lost", () => {
    const called = textOf("src/slack/transport/methods.ts").matchAll(/^ {2}"([\w.]+)":/gm);
    const reads = /\.(history|info|list|lookupByEmail|members|replies|test)$/;
    const changes = [...called].map(([, name = ""]) => name).filter((name) => !reads.test(name));
    const [, rows = ""] = /## When an answer is lost\n([\s\S]*?)\n## /.exec(architecture) ?? [];
    expect(changes).toContain("chat.postMessage");
    for (const name of [...changes, "POST /Messages.json"]) expect(rows).toContain(`${name}\``);
    for (const { title } of carrierDefinitions)
      expect(rows).toMatch(new RegExp(`^\\| ${title}'s \`POST `, "m"));
  });
});
