/**
 * Measures the product beside a relay that stores nothing: `npm run bench -- --rounds 3`; with `--engine postgres` on PostgreSQL as well,
 * with `--failover` also how soon another instance takes over there. They take turns, so that whatever else the machine does meets all;
 * medians are reported, and every round is kept in `bench/results/`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Burst, liveBurst } from "./burst.ts";
import { type Case, liveRound, type Round } from "./compare.ts";
import { type DigestCost, digestCosts } from "./digest.ts";
import { type Failovers, liveFailovers } from "./failover.ts";
import { type LoggingCost, loggingCosts } from "./logging.ts";
import { activePhones } from "./phones.ts";
import {
  burstTable,
  casesTable,
  digestTable,
  directTable,
  enginesTable,
  failoverTable,
  growthTable,
  loggedTable,
  loggingTable,
  roundsTable,
  statementsTable,
} from "./report.ts";
import { seed } from "./seed.ts";
import { startServer } from "./server.ts";
import { countStatements, type Statements } from "./statements.ts";
import type { Kind } from "./subject.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    messages: { type: "string", default: "2000" },
    stored: { type: "string", default: "100,100000" },
    engine: { type: "string", default: "sqlite" },
    failover: { type: "boolean", default: false },
    only: { type: "string", default: "product,relay" },
    burst: { type: "string", default: "yes" },
    cases: { type: "string", default: "held,no reports,unlogged,direct,outside" },
    digest: { type: "string", default: "0,100000" },
    profile: { type: "string" },
  },
});

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
execFileSync(process.execPath, [here("../node_modules/typescript/bin/tsc"), "-p", here("tsconfig.json")], {
  stdio: "inherit",
});

const folder = mkdtempSync(join(tmpdir(), "threadline-bench-"));
const withPostgres = values.engine === "postgres" || values.failover;
const kinds = [
  ...(["product", "relay"] as const).filter((kind) => values.only.split(",").includes(kind)),
  ...(withPostgres ? (["postgres"] as const) : []),
];
const rounds: Round[] = [];
const server = withPostgres ? await startServer() : null;
const failovers: Failovers[] = [];
const bursts: Burst[] = [];
const digests: DigestCost[] = [];
const logging: LoggingCost[] = [];
const statements: (Statements & { readonly stored: number })[] = [];
try {
  for (const stored of values.stored.split(",").map(Number)) {
    const began = Date.now();
    const seeded = await seed(folder, stored, server);
    say(`${stored} conversations stored in ${Math.round((Date.now() - began) / 1000)} s`);
    if (kinds.includes("product"))
      statements.push({
        stored,
        ...(await countStatements({ stored, folder, seeded, active: activePhones(stored) })),
      });
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      for (const [kind, lives] of turns(stored)) {
        const lived = await liveRound({
          kind,
          case: lives,
          stored,
          folder,
          seeded,
          active: activePhones(stored),
          messages: Number(values.messages),
          profile: values.profile ?? null,
          server,
        });
        rounds.push(lived);
        say(
          `  ${round} ${kind}, ${lives}: up in ${lived.startedIn.toFixed(0)} ms, ${lived.inbound.perSecond.toFixed(0)}/s in, ${lived.outbound.perSecond.toFixed(0)}/s out`,
        );
      }
    }
    if (values.failover && server !== null) {
      const active = activePhones(stored);
      failovers.push(await liveFailovers({ kills: 20, stored, folder, seeded, active, server }));
    }
  }
  if (values.digest !== "") {
    const histories = values.digest.split(",").map(Number);
    digests.push(...(await digestCosts(histories)));
    logging.push(...(await loggingCosts(histories)));
  }
  if (values.burst === "yes") {
    const seeded = await seed(folder, 0, server);
    for (const kind of kinds) bursts.push(await liveBurst({ kind, folder, seeded }));
  }
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

console.log(roundsTable(rounds));
console.log(enginesTable(rounds));
console.log(failoverTable(failovers));
console.log(growthTable(rounds));
console.log(casesTable(rounds));
console.log(directTable(rounds));
console.log(loggedTable(rounds));
console.log(statementsTable(statements));
console.log(digestTable(digests));
console.log(loggingTable(logging));
if (bursts.length > 0) console.log(burstTable(bursts));
keep();

/** The cases are lived through at the smallest size. */
function turns(stored: number): [kind: Kind, lives: Case][] {
  const plain = kinds.map((kind): [typeof kind, Case] => [kind, "plain"]);
  const isFirst = stored === Number(values.stored.split(",")[0]);
  if (!isFirst || !kinds.includes("product")) return plain;
  const others = (["held", "no reports", "unlogged", "direct", "outside"] as const).filter((one) =>
    values.cases.split(",").includes(one),
  );
  return [...plain, ...others.map((one): ["product", Case] => ["product", one])];
}

function keep(): void {
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    processors: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
  const at = new Date().toISOString();
  mkdirSync(here("results"), { recursive: true });
  const file = here(`results/${at.replaceAll(":", "-").slice(0, 19)}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ at, machine, rounds, statements, digests, logging, bursts, failovers }, null, 2)}\n`,
  );
  console.log(`Every round: ${file}`);
}

function say(sentence: string): void {
  console.error(sentence);
}
