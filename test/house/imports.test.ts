import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { forbiddenImports, importCycles, loadedWith, mutualFolders, placeOf } from "./import-rules.ts";
import { codeLines, importsOf, packageOf, ROOT, sourceFiles, targetOf, textOf } from "./repository.ts";

const files = sourceFiles().map((path) => ({ path, text: textOf(path) }));
const packageJson = JSON.parse(textOf("package.json")) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  scripts: Record<string, string>;
};

/** Places in code (not comment) where a pattern stands. */
function findInCode(pattern: RegExp, isHome: (path: string) => boolean): string[] {
  return files
    .filter(({ path }) => !isHome(path))
    .flatMap(({ path, text }) =>
      codeLines(text).flatMap(({ line, code }) =>
        pattern.test(code) ? [`${path}:${line}: ${code.trim()}`] : [],
      ),
    );
}

describe("the source", () => {
  it("imports only what its place may import", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(forbiddenImports(files)).toEqual([]);
  });

  it("has no import cycle", () => {
    expect(importCycles(files)).toEqual([]);
  });

  it("has no two folders that import each other", () => {
    expect(mutualFolders(files)).toEqual([]);
  });

  it("loads nothing of the sandbox with a site's app, and makes no page for it", () => {
    const loaded = ["src/main.ts", "src/command-line/start.ts"].flatMap((path) => loadedWith(path, files));
    expect(loaded).toEqual(expect.arrayContaining(["src/app.ts", "src/http/http-server.ts"]));
    expect(loaded.filter((path) => ["sandbox", "demo"].includes(placeOf(path)))).toEqual([]);
    expect(packageJson.scripts.start).not.toContain("page");
  });

  it("loads PostgreSQL's engine only where it is used", () => {
    const loaded = loadedWith("src/store/index.ts", files);
    expect(loaded).toContain("src/store/sqlite/files.ts");
    expect(loaded.filter((path) => path.startsWith("src/store/postgres/"))).toEqual([]);
  });

  it("imports only files that exist, by their full name", () => {
    const lost = files.flatMap(({ path, text }) =>
      importsOf(text).flatMap(({ specifier }) => {
        const target = targetOf(path, specifier);
        return target === null || existsSync(join(ROOT, target)) ? [] : [`${path}: ${specifier}`];
      }),
    );
    expect(lost).toEqual([]);
  });

  it("uses at run time only packages that a site keeps; the sandbox, which no site runs, also those that it prunes", () => {
    const kept = Object.keys(packageJson.dependencies);
    const all = [...kept, ...Object.keys(packageJson.devDependencies)];
    const used = files.flatMap(({ path, text }) =>
      importsOf(text).flatMap(({ specifier, typeOnly }) => {
        const name = packageOf(specifier);
        const known = placeOf(path) === "sandbox" ? all : kept;
        return name === null || typeOnly || known.includes(name) ? [] : [`${path}: ${name}`];
      }),
    );
    expect(used).toEqual([]);
  });

  it("reads the environment in one place", () => {
    const homes = ["src/config.ts", "src/main.ts"];
    expect(findInCode(/\bprocess\.env\b/, (path) => homes.includes(path))).toEqual([]);
  });

  it.each([
    ["slack.com", ["src/slack/", "src/sandbox/slack/"]],
    ["twilio.com", ["src/carriers/twilio/", "src/sandbox/twilio/"]],
    ["telnyx.com", ["src/carriers/telnyx/", "src/sandbox/telnyx/"]],
    ["ringcentral.com", ["src/carriers/ringcentral/", "src/sandbox/ringcentral/"]],
    ["ringrx.com", ["src/carriers/ringrx/", "src/sandbox/ringrx/"]],
    ["hubapi.com", ["src/crm/hubspot/", "src/sandbox/hubspot/"]],
    ["hubspot.com", ["src/crm/hubspot/", "src/sandbox/hubspot/"]],
    ["salesforce.com", ["src/crm/salesforce/", "src/sandbox/salesforce/"]],
    ["pipedrive.com", ["src/crm/pipedrive/", "src/sandbox/pipedrive/"]],
  ])("names %s only in that vendor's folder", (host, homes) => {
    const address = new RegExp(`https?://[\\w.-]*\\b${host.replace(".", "\\.")}`);
    expect(findInCode(address, (path) => homes.some((home) => path.startsWith(home)))).toEqual([]);
    expect(findInCode(address, () => false)).not.toEqual([]);
  });

  it.each(["twilio", "ringcentral", "ringrx", "telnyx"])(
    "names a carrier, %s, only in its folder, the registry, its stand-in, and the demo that plays with that",
    (name) => {
      const isHome = (path: string) =>
        ["carriers/index.ts", `carriers/${name}/`, "sandbox/", "demo/"].some((home) =>
          path.startsWith(`src/${home}`),
        );
      expect(findInCode(new RegExp(name, "i"), isHome)).toEqual([]);
    },
  );

  it.each(["hubspot", "salesforce", "pipedrive", "app-?connect"])(
    "names a CRM, %s, only in its folder, the registry, its stand-in, and the demo that plays with that",
    (name) => {
      const isHome = (path: string) =>
        ["crm/index.ts", `crm/${name.replace("?", "")}/`, "sandbox/", "demo/"].some((home) =>
          path.startsWith(`src/${home}`),
        );
      expect(findInCode(new RegExp(name, "i"), isHome)).toEqual([]);
    },
  );

  it("keeps each carrier's stand-in to itself: what several share lies beside their folders", () => {
    const vendor = /\bfrom "(?:\.\.\/)+(?:twilio|ringcentral|ringrx|telnyx|http)\//;
    const isFree = (path: string) =>
      !/^src\/sandbox\/(?:twilio|ringcentral|ringrx|telnyx|http|page)\//.test(path);
    expect(findInCode(vendor, isFree)).toEqual([]);
  });

  it("reads the clock only where the parts are wired: to all others it is handed", () => {
    const isHome = (path: string) =>
      ["src/main.ts", "src/app.ts"].includes(path) || placeOf(path) === "sandbox";
    expect(findInCode(/\bDate\.now\b|\bnew Date\(\)/, isHome)).toEqual([]);
  });

  it("keeps the clock and chance out of the domain", () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bsetTimeout\(|\bfetch\(|\bprocess\./;
    expect(findInCode(impure, (path) => placeOf(path) !== "domain")).toEqual([]);
  });
});

describe("the import rules", () => {
  const one = (path: string, text: string) => forbiddenImports([{ path, text }]);

  it.each([
    ["src/domain/a.ts", 'import { b } from "../lib/b.ts";'],
    ["src/domain/a.ts", 'import { readFileSync } from "node:fs";'],
    ["src/domain/a.ts", 'import { fetch } from "undici";'],
    ["src/lib/a.ts", 'import type { B } from "../domain/b.ts";'],
    ["src/slack/a.ts", 'import { b } from "../store/b.ts";'],
    ["src/slack/a.ts", 'import { b } from "../config.ts";'],
    ["src/bridge/a.ts", 'import {\n  type B,\n  b,\n} from "../slack/b.ts";'],
    ["src/bridge/a.ts", 'const b = await import("../slack/b.ts");'],
    ["src/bridge/a.ts", 'import "../slack/b.ts";'],
    ["src/bridge/a.ts", 'export * from "../slack/b.ts";'],
    ["src/bridge/a.ts", 'type B = import("../slack/b.ts").B;'],
    ["src/bridge/a.ts", 'import { WebClient } from "@slack/web-api";'],
    ["src/bridge/a.ts", 'import { eq } from "drizzle-orm";'],
    ["src/http/a.ts", 'import Database from "better-sqlite3";'],
    ["src/slack/a.ts", 'import { schedule } from "node-cron";'],
    ["src/bridge/a.ts", 'import type { B } from "../store/index.ts";'],
    ["src/app.ts", 'import { b } from "./store/sqlite/b.ts";'],
    ["src/store/a.ts", 'import Database from "better-sqlite3";'],
    ["src/store/sqlite/a.ts", 'import { b } from "../../bridge/contracts/store/b.ts";'],
    ["src/store/sqlite/a.ts", 'import type { B } from "../../bridge/contracts/desk.ts";'],
    ["src/store/sqlite/a.ts", 'import { b } from "../postgres/b.ts";'],
    ["src/store/queries/a.ts", 'import { b } from "../sqlite/b.ts";'],
    ["src/store/sqlite/a.ts", 'import pg from "pg";'],
    ["src/store/sqlite/a.ts", 'import { b } from "../index.ts";'],
    ["src/carriers/twilio/a.ts", 'import { b } from "../../bridge/contracts/carrier.ts";'],
    ["src/carriers/twilio/a.ts", 'import type { B } from "../../bridge/contracts/desk.ts";'],
    ["src/slack/a.ts", 'import { WebSocket } from "ws";'],
    ["src/slack/a.ts", 'import { b } from "../bridge/messages/b.ts";'],
    ["src/carriers/twilio/a.ts", 'import { b } from "../telnyx/b.ts";'],
    ["src/carriers/twilio/a.ts", 'import { b } from "../index.ts";'],
    ["src/carriers/a.ts", 'import { b } from "./twilio/b.ts";'],
    ["src/crm/a.ts", 'import type { B } from "./hubspot/b.ts";'],
    ["src/store/a.ts", 'import { b } from "./sqlite/b.ts";'],
    ["src/app.ts", 'import { b } from "./carriers/twilio/b.ts";'],
    ["src/config.ts", 'import type { B } from "./carriers/twilio/b.ts";'],
    ["src/http/a.ts", 'import { b } from "../carriers/index.ts";'],
    ["src/sandbox/slack/a.ts", 'import type { B } from "../../domain/b.ts";'],
    ["src/sandbox/slack/a.ts", 'import { WebClient } from "@slack/web-api";'],
    ["src/sandbox/ringcentral/a.ts", 'import { SDK } from "@ringcentral/sdk";'],
    ["src/app.ts", 'import { b } from "./sandbox/b.ts";'],
    ["src/app.ts", 'import { b } from "./command-line/b.ts";'],
    ["src/command-line/a.ts", 'import { b } from "../sandbox/b.ts";'],
    ["src/command-line/a.ts", 'import { b } from "../demo/b.ts";'],
    ["src/main.ts", 'import { b } from "./sandbox/b.ts";'],
    ["src/app.ts", 'import { b } from "../test/b.ts";'],
  ])("refuse in %s: %s", (path, text) => {
    expect(one(path, text)).toHaveLength(1);
  });

  it.each([
    ["src/domain/a.ts", 'import { parse } from "yaml";'],
    ["src/carriers/twilio/a.ts", 'import { type B } from "../../bridge/contracts/carrier.ts";'],
    ["src/app.ts", 'import { b } from "./store/index.ts";'],
    ["src/store/index.ts", 'export { b } from "./sqlite/b.ts";'],
    ["src/store/a.ts", 'import type { B } from "./sqlite/b.ts";'],
    ["src/store/sqlite/a.ts", 'import type { B } from "../../bridge/contracts/store/b.ts";'],
    ["src/store/postgres/a.ts", 'import { b } from "../queries/b.ts";\nimport pg from "pg";'],
    ["src/store/sqlite/a.ts", 'import { b } from "../seal.ts";\nimport Database from "better-sqlite3";'],
    ["src/sandbox/slack/a.ts", 'import type { KnownBlock } from "@slack/types";'],
    ["src/carriers/twilio/a.ts", 'import { b } from "../define-carrier.ts";'],
    ["src/carriers/index.ts", 'import { b } from "./twilio/b.ts";'],
    ["src/config.ts", 'import { b } from "./carriers/index.ts";'],
    ["src/slack/a.ts", 'import type { B } from "../bridge/b.ts";\nimport { App } from "@slack/bolt";'],
    ["src/slack/a.ts", 'import { b } from "../bridge/contracts/desk.ts";'],
    ["src/main.ts", 'import { b } from "./command-line/b.ts";\nconst c = await import("./demo/c.ts");'],
    ["src/demo/a.ts", 'import { b } from "../sandbox/b.ts";\nimport { createApp } from "../app.ts";'],
    ["src/bridge/a.ts", 'export const from = "../slack/b.ts";\n// import { b } from somewhere'],
  ])("allow in %s: %s", (path, text) => {
    expect(one(path, text)).toEqual([]);
  });

  it("follow what is loaded at once, and neither types nor what is loaded later", () => {
    const from = (path: string, text: string) => ({ path, text });
    const house = [
      from("src/a.ts", 'import { b } from "./b.ts";\nconst d = await import("./d.ts");'),
      from("src/b.ts", 'export * from "./c.ts";\nimport type { E } from "./e.ts";'),
      from("src/c.ts", 'import "./a.ts";'),
    ];
    expect(loadedWith("src/a.ts", house)).toEqual(["src/a.ts", "src/b.ts", "src/c.ts"]);
  });

  it("see a cycle through several files, once", () => {
    const imports = (path: string, target: string) => ({ path, text: `import { x } from "${target}";` });
    const cycle = [
      imports("src/a.ts", "./b.ts"),
      imports("src/b.ts", "./c/c.ts"),
      imports("src/c/c.ts", "../a.ts"),
    ];
    expect(importCycles(cycle)).toEqual(["src/a.ts -> src/b.ts -> src/c/c.ts -> src/a.ts"]);
    expect(importCycles(cycle.slice(0, 2))).toEqual([]);
  });
});
