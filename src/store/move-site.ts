/**
 * Copies all rows of one database into another that has none, as they lie, and compares each with what came to stand there before
 * anything of it counts.
 */
import { createHash, randomUUID } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type { MoveMark } from "./move-mark.ts";
import type { Row } from "./queries/whole-tables.ts";
import type { TableFacts } from "./schema/all-tables.ts";
import { parentsFirst } from "./schema/parents-first.ts";
import type { WholeSite } from "./whole-site.ts";

export interface Moved {
  /** How many rows of which table; only of those that have any. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** SHA-256 over all rows, in hexadecimal digits. */
  readonly digest: string;
}

interface Names {
  readonly from: string;
  readonly to: string;
}

/**
 * Where it is broken off, the same move again goes on: what stands in either database says how far the one before came.
 * @param names of both, as people are told of them.
 * @param show how many of how many steps are done: each row is copied, then compared.
 * @returns null where all of it was moved there before.
 * @throws AppError `refused` where one of them is not to be moved from or to, `database` where what stands there is not the same afterwards.
 */
export async function moveSite(
  from: WholeSite,
  to: WholeSite,
  names: Names,
  show: (done: number, total: number) => void,
): Promise<Moved | null> {
  const [here, there] = [await from.takeMark(), await to.takeMark()];
  const isSame = here?.kind === "left" && here.id === there?.id;
  if (isSame && there?.kind === "arrived") return null;
  if (here?.kind === "begun") throw neverCame(names.from, here);
  if (here?.kind === "left" && !isSame) throw wasLeft(names.from, here);
  for (const facts of parentsFirst) if ((await to.count(facts)) > 0) throw notEmpty(facts);
  const id = isSame ? here.id : randomUUID();
  // From here on nothing starts on the target, where a start would take it for a new one.
  await to.keep({ kind: "begun", id, other: names.from });
  await to.takeMark();
  const moved = await copy(from, to, show).catch(async (error: unknown) => {
    // One that goes on where the one before was broken off is known by its mark. Where it can't be taken away, it says what to do.
    if (!isSame) await to.giveUp().catch(() => {});
    throw error;
  });
  await from.leave({ kind: "left", id, other: names.to });
  await to.leave({ kind: "arrived", id, other: names.from }).catch((error: unknown) => {
    throw halfway(names, error);
  });
  return moved;
}

async function copy(
  from: WholeSite,
  to: WholeSite,
  show: (done: number, total: number) => void,
): Promise<Moved> {
  const counts = new Map<TableFacts, number>();
  for (const facts of parentsFirst) counts.set(facts, await from.count(facts));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0) * 2;
  let done = 0;
  const step = (rows: number) => {
    done += rows;
    show(done, total);
  };
  for (const facts of parentsFirst) {
    for await (const page of from.pages(facts)) {
      await to.insert(facts, page);
      step(page.length);
    }
    await to.setLastNumber(facts, await from.lastNumber(facts));
  }
  const digest = createHash("sha256");
  for (const facts of parentsFirst) {
    digest.update(`${facts.name}\n`);
    const rows = await compare(facts, from, to, (row) => {
      digest.update(`${row}\n`);
      step(1);
    });
    if (rows !== counts.get(facts)) throw differs(facts, rows);
    if ((await from.lastNumber(facts)) !== (await to.lastNumber(facts))) throw differs(facts, rows);
  }
  await to.check();
  return {
    tables: [...counts].flatMap(([{ name }, rows]) => (rows > 0 ? [{ name, rows }] : [])),
    digest: digest.digest("hex"),
  };
}

/** Returns how many rows both have. */
async function compare(
  facts: TableFacts,
  from: WholeSite,
  to: WholeSite,
  same: (row: string) => void,
): Promise<number> {
  const [here, there] = [each(from, facts), each(to, facts)];
  for (let number = 0; ; number += 1) {
    const [one, other] = [await here.next(), await there.next()];
    if (one.done && other.done) return number;
    if (one.done || other.done || one.value !== other.value) throw differs(facts, number + 1);
    same(one.value);
  }
}

async function* each(site: WholeSite, facts: TableFacts): AsyncGenerator<string, undefined> {
  const words = (row: Row) => JSON.stringify(facts.columns.map((column) => row[column]));
  for await (const page of site.pages(facts)) for (const row of page) yield words(row);
}

function neverCame(name: string, { other }: MoveMark): AppError {
  return new AppError(
    "refused",
    `A move from ${other} into ${name} was not finished, so there is nothing to be moved from there. Nothing was changed.`,
  );
}

function wasLeft(name: string, { other }: MoveMark): AppError {
  return new AppError(
    "refused",
    `What ${name} holds was moved to ${other}, or a move to it was broken off at its end. To move it elsewhere, let DATABASE_URL name it and run threadline restore before; nothing was changed.`,
  );
}

/** Nothing is started on either now. */
function halfway({ from, to }: Names, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(
    error.code,
    `${error.message} Whether all of ${from} came to stand in ${to} is not known: run the same threadline move again, which says so or does it anew.`,
    { cause: error },
  );
}

function notEmpty({ name }: TableFacts): AppError {
  return new AppError(
    "refused",
    `The database that is moved to is not empty: there are rows in its table ${name}. Name one that holds nothing; nothing was changed.`,
  );
}

function differs({ name }: TableFacts, number: number): AppError {
  return new AppError(
    "database",
    `What was copied is not the same: table ${name}, row ${number}. Nothing was changed; run threadline doctor on both databases.`,
  );
}
