/** Who may import whom, as ARCHITECTURE.md says it. Pure, so that the rules themselves can be tested. */
import { importsOf, packageOf, type SourceImport, targetOf } from "./repository.ts";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What each place may import beside itself. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  main: ["command-line", "demo", "config", "domain", "lib"],
  "command-line": ["app", "config", "slack", "bridge", "carriers", "crm", "store", "domain", "lib"],
  demo: ["command-line", "app", "config", "sandbox", "domain", "lib"],
  app: ["config", "slack", "http", "jobs", "bridge", "carriers", "crm", "store", "domain", "lib"],
  config: ["carriers", "crm", "domain", "lib"],
  slack: ["bridge", "domain", "lib"],
  http: ["bridge", "domain", "lib"],
  jobs: ["bridge", "domain", "lib"],
  bridge: ["domain", "lib"],
  carriers: ["domain", "lib"],
  crm: ["domain", "lib"],
  store: ["domain", "lib"],
  sandbox: ["lib"],
  domain: [],
  lib: [],
};

/** Whoever fulfils a contract knows of the bridge only the types of that contract: a file, or a folder of them. */
const CONTRACTS: Readonly<Record<string, string>> = {
  carriers: "src/bridge/contracts/carrier",
  crm: "src/bridge/contracts/crm.ts",
  store: "src/bridge/contracts/store/",
};

/** From outside, these are entered by this file alone. */
const DOORS: Readonly<Record<string, string>> = { store: "src/store/index.ts" };

/** Folders of a place that its vendors share: they know none of them. */
const SHARED = ["src/store/queries", "src/store/schema"];

/** They get the bridge's verbs handed over, and reach nothing behind them. */
const OUTSIDE_BRIDGE = ["slack", "http", "jobs"];

/** Packages that only some places may import; all others are free. */
const PACKAGE_HOMES: readonly { readonly name: RegExp; readonly places: readonly string[] }[] = [
  { name: /^@slack\//, places: ["slack", "sandbox"] },
  { name: /^drizzle-orm$/, places: ["store"] },
  { name: /^better-sqlite3$/, places: ["store/sqlite"] },
  { name: /^pg$/, places: ["store/postgres"] },
  { name: /^node-cron$/, places: ["jobs"] },
  { name: /^ws$/, places: ["sandbox"] },
];

/** What a stand-in would agree with too easily if it ran it. */
const VENDORS = /^(@slack\/|@ringcentral\/|twilio$|telnyx$)/;

/** Packages that keep the domain pure: they compute, and touch nothing. */
const PURE_PACKAGES = ["libphonenumber-js", "sms-segments-calculator", "yaml", "zod"];

/** `slack` of `src/slack/card.ts`. A file at the top is part of the app, but for the command line's entry and what it is configured by. */
export function placeOf(path: string): string {
  const [, first = "", second] = path.split("/");
  if (second !== undefined) return first;
  if (["config.ts", "environment.ts", "environment-problems.ts"].includes(first)) return "config";
  return first === "main.ts" ? "main" : "app";
}

/** Sentences, one for each import that is not allowed. */
export function forbiddenImports(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    importsOf(text).flatMap((found) => {
      const reason = refusal(path, found);
      return reason === null ? [] : [`${path} imports ${found.specifier}: ${reason}`];
    }),
  );
}

function refusal(path: string, found: SourceImport): string | null {
  const target = targetOf(path, found.specifier);
  return target === null ? packageRefusal(path, found) : pathRefusal(path, target, found.typeOnly);
}

function pathRefusal(path: string, target: string, typeOnly: boolean): string | null {
  if (!target.startsWith("src/")) return "it lies outside src";
  const [from, to] = [placeOf(path), placeOf(target)];
  if (from === to) return folderRefusal(from, path, target, typeOnly);
  if (isContractOf(from, target)) return typeOnly ? null : "of a contract only types may be imported";
  if (!MAY_IMPORT[from]?.includes(to)) return `${from} may not import ${to}`;
  if (
    OUTSIDE_BRIDGE.includes(from) &&
    to === "bridge" &&
    !typeOnly &&
    !target.startsWith("src/bridge/contracts/")
  )
    return "of the bridge only its verbs are handed over: types, and its contracts, may be imported";
  if (DOORS[to] !== undefined) return DOORS[to] === target ? null : `${to} is entered by ${DOORS[to]}`;
  return to in CONTRACTS && folderOf(target) !== null ? "only the registry knows vendors" : null;
}

function isContractOf(place: string, target: string): boolean {
  const contract = CONTRACTS[place];
  if (contract === undefined) return false;
  return contract.endsWith(".ts") ? target === contract : target.startsWith(contract);
}

/** `twilio` of `src/carriers/twilio/failures.ts`; null for what lies beside the folders. */
function folderOf(path: string): string | null {
  const [, , folder = null, inside] = path.split("/");
  return inside === undefined ? null : folder;
}

/** The registry beside the folders imports them all; a folder only itself, and what lies beside it for all of them. Engines' types may be named there. */
function folderRefusal(place: string, path: string, target: string, typeOnly: boolean): string | null {
  if (!(place in CONTRACTS)) return null;
  const [own, other] = [folderOf(path), folderOf(target)];
  if (own === other || SHARED.includes(`src/${place}/${other}`)) return null;
  const isRegistry = path === `src/${place}/index.ts` || (place === "store" && typeOnly);
  if (own === null) return isRegistry ? null : "only the registry knows vendors";
  return other === null && !target.endsWith("/index.ts")
    ? null
    : "vendors do not know each other, nor their registry";
}

function packageRefusal(path: string, found: SourceImport): string | null {
  const place = placeOf(path);
  const name = packageOf(found.specifier);
  if (name === null) return place === "domain" ? "the domain touches nothing outside" : null;
  if (place === "domain" && !PURE_PACKAGES.includes(name)) return "the domain takes pure packages only";
  if (place === "sandbox" && VENDORS.test(name) && !found.typeOnly)
    return "the outside world takes types only";
  const home = PACKAGE_HOMES.find((candidate) => candidate.name.test(name));
  return home === undefined || home.places.some((one) => path.startsWith(`src/${one}/`))
    ? null
    : `only ${home.places.join(" and ")} may`;
}

/** Each cycle once, as `a -> b -> a`. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text).flatMap(({ specifier }) => targetOf(path, specifier) ?? []),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path);
    if (at !== -1) cycles.push([...trail.slice(at), path].join(" -> "));
    if (at !== -1 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}

/** Folders of one place that import each other, as `a <-> b`; not one and those inside it, whose files it wires. */
export function mutualFolders(files: readonly SourceFile[]): string[] {
  const folder = (path: string) => path.split("/").slice(0, -1).join("/");
  const isInside = (one: string, other: string) =>
    `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
  const pairs = new Set(
    files.flatMap(({ path, text }) =>
      importsOf(text).flatMap(({ specifier }) => {
        const target = targetOf(path, specifier);
        if (target === null || placeOf(path) !== placeOf(target)) return [];
        return isInside(folder(path), folder(target)) ? [] : [`${folder(path)} ${folder(target)}`];
      }),
    ),
  );
  return [...pairs].flatMap((pair) => {
    const [one = "", other = ""] = pair.split(" ");
    return one < other && pairs.has(`${other} ${one}`) ? [`${one} <-> ${other}`] : [];
  });
}

/** What is loaded with a file, itself included, before anything of it runs. */
export function loadedWith(path: string, files: readonly SourceFile[]): string[] {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const loaded = new Set<string>();
  const load = (one: string) => {
    if (loaded.has(one)) return;
    loaded.add(one);
    for (const { specifier, typeOnly, later } of importsOf(texts.get(one) ?? "")) {
      const target = typeOnly || later ? null : targetOf(one, specifier);
      if (target !== null) load(target);
    }
  };
  load(path);
  return [...loaded];
}
