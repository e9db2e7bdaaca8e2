/** What `doctor` says about a database of PostgreSQL's: whether it can be worked on, and what its server is set to. */
import type pg from "pg";
import type { Holder } from "../../bridge/contracts/store/store.ts";
import type { Finding } from "../../domain/finding.ts";
import { type Examined, otherVersion, size } from "../examined.ts";
import { nameOf } from "./address.ts";
import { asking } from "./asking.ts";
import { explainFailure, holdsTooLittle, inUtf8 } from "./failure.ts";
import { isMade, othersTable } from "./inspect.ts";
import { readHolder } from "./lead.ts";
import { versionIn } from "./migrate.ts";
import { refuseShared } from "./pooler.ts";
import { type ServerFacts, serverFacts } from "./server-facts.ts";

const name = "database";
const oldest = 130_000;
/** Several hosts decide by their own clocks. Milliseconds. */
const clocksApart = 2_000;
/** Of one instance. */
const mostConnections = 4;

/** Never throws. */
export async function examine(url: string, running: boolean, now: () => number): Promise<Examined> {
  try {
    return await asking(url, (client) => look(client, url, { running, now }));
  } catch (error) {
    return { findings: [problem(explainFailure(error, url).message)], usable: false };
  }
}

interface Around {
  readonly running: boolean;
  readonly now: () => number;
}

async function look(client: pg.Client, url: string, { running, now }: Around): Promise<Examined> {
  const facts = await serverFacts(client, now);
  if (facts.used < facts.most) await asking(url, (other) => refuseShared(client, other, url));
  const database = nameOf(url);
  const unusable = unfit(facts, database);
  if (unusable !== null) return { findings: [unusable], usable: false };
  const settings = aboutServer(facts, database);
  if (!(await isMade(client))) {
    const other = await othersTable(client);
    if (other !== null) return { findings: [foreign(database, other)], usable: false };
    const first = facts.mayCreate ? notYet(database) : noRights(database, facts.user);
    return { findings: [first, ...settings], usable: false };
  }
  if (facts.othersTable !== null)
    return { findings: [notOwned(database, facts.user, facts.othersTable)], usable: false };
  const version = await versionIn(client);
  if (version !== "same")
    return { findings: [otherVersion(name, capital(database), { version, running })], usable: false };
  const sentence = `${capital(database)} is up to date (${size(facts.bytes)}), on PostgreSQL ${facts.version}.`;
  const lead = whoLeads(await readHolder(client, null), facts.instances);
  return { findings: [{ name, level: "ok", sentence }, ...settings, lead], usable: true };
}

function unfit(
  { versionNumber, version, isStandby, encoding }: ServerFacts,
  database: string,
): Finding | null {
  if (versionNumber < oldest)
    return problem(`PostgreSQL ${version} is too old: Threadline needs 13 or newer.`, "Update the server.");
  if (isStandby)
    return problem(
      `${capital(database)} takes no writes: it is a standby, or read-only.`,
      "Let DATABASE_URL lead to the primary.",
    );
  if (encoding !== "UTF8") return problem(`${capital(database)} ${holdsTooLittle(encoding)}`, inUtf8);
  return null;
}

function aboutServer(facts: ServerFacts, database: string): Finding[] {
  return [
    ...(facts.fsync
      ? []
      : [
          problem(
            "fsync is off on PostgreSQL's server: when its host fails, everything may be damaged or gone.",
            "Set fsync = on.",
          ),
        ]),
    ...(facts.synchronousCommit
      ? []
      : [
          warning(
            "synchronous_commit is off: a text that was acknowledged may be lost when PostgreSQL's host fails, and one that left may leave again.",
            "Set synchronous_commit = on, for the server, this database or this user.",
          ),
        ]),
    ...(Math.abs(facts.clockAhead) > clocksApart ? [clock(facts.clockAhead)] : []),
    ...(facts.isEncrypted || !facts.isRemote
      ? []
      : [
          warning(
            `The connection to ${database} is not encrypted.`,
            "Add ?sslmode=verify-full (or require) to DATABASE_URL, unless the network between is yours alone.",
          ),
        ]),
    connections(facts),
  ];
}

function clock(ahead: number): Finding {
  const apart = `${(Math.abs(ahead) / 1000).toFixed(1)} s ${ahead > 0 ? "behind" : "ahead of"}`;
  return warning(
    `This host's clock is ${apart} that of PostgreSQL's server: what is due, several hosts then see differently.`,
    "Keep the clocks of all hosts right, by NTP.",
  );
}

function connections({ most, used }: ServerFacts): Finding {
  const free = Math.max(0, most - used);
  const sentence = `${free} of ${most} connections are free; an instance takes up to ${mostConnections}.`;
  if (free >= 2 * mostConnections) return { name, level: "ok", sentence };
  return warning(
    sentence,
    "Raise max_connections, or the limit of this user or database, or end what holds them.",
  );
}

function whoLeads(holder: Holder | null, instances: number): Finding {
  const connected = `${instances} ${instances === 1 ? "instance is" : "instances are"} connected`;
  if (holder === null)
    return { name: "lead", level: "ok", sentence: `Nobody has the lead just now; ${connected}.` };
  const since = new Date(holder.since).toISOString().replace("T", " ").slice(0, 19);
  return { name: "lead", level: "ok", sentence: `${holder.name} leads since ${since} UTC; ${connected}.` };
}

function notYet(database: string): Finding {
  return {
    name,
    level: "ok",
    sentence: `There are no tables in ${database} yet; the first start makes them.`,
  };
}

function noRights(database: string, user: string): Finding {
  return problem(
    `The user ${user} may make no tables in ${database}.`,
    `Make it the owner: alter database NAME owner to "${user}".`,
  );
}

function notOwned(database: string, user: string, table: string): Finding {
  return problem(
    `The table ${table} in ${database} is not the user ${user}'s, so an update could not change it.`,
    "Let DATABASE_URL name the user who made the tables, or give them over: reassign owned by OTHER to this one.",
  );
}

function foreign(database: string, table: string): Finding {
  return problem(`Something else has tables in ${database}: ${table}.`, "Correct DATABASE_URL.");
}

function problem(sentence: string, remedy?: string): Finding {
  return { name, level: "problem", sentence, ...(remedy === undefined ? {} : { remedy }) };
}

function warning(sentence: string, remedy: string): Finding {
  return { name, level: "warning", sentence, remedy };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
