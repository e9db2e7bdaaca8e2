/**
 * What a database says of a move that it has a part in. It is written so that, wherever a move is broken off, Threadline starts on one of the
 * two databases at most.
 */
import type { Settings } from "../bridge/contracts/store/settings.ts";
import { AppError } from "../domain/errors.ts";

export interface MoveMark {
  /** `begun`: moved to, and not whole yet. `arrived`: moved to, and whole. `left`: moved from, or about to be. */
  readonly kind: "begun" | "arrived" | "left";
  /** Of the move: both of its databases have the same. */
  readonly id: string;
  /** The other database, as people are told of it. */
  readonly other: string;
}

/** Its key among the settings. */
export const moveSetting = "move";

/** Null where there is none. */
export function readMark(value: string | null | undefined): MoveMark | null {
  return value == null ? null : (JSON.parse(value) as MoveMark);
}

/** @throws AppError `refused` where Threadline may not work on it: it goes on elsewhere, or nothing has come here yet. */
export async function refuseMoved(settings: Pick<Settings, "read">): Promise<void> {
  const mark = readMark(await settings.read(moveSetting));
  if (mark?.kind === "begun") throw new AppError("refused", whyBegun(mark));
  if (mark?.kind === "left") throw new AppError("refused", whyLeft(mark));
}

/** Whether what it holds was moved elsewhere. */
export async function isLeft(settings: Pick<Settings, "read">): Promise<boolean> {
  return readMark(await settings.read(moveSetting))?.kind === "left";
}

/** It is gone on with, whatever was moved elsewhere. @throws AppError `refused` where nothing has come here yet. */
export async function forgetMove(settings: Pick<Settings, "read" | "drop">): Promise<void> {
  if (!(await isLeft(settings))) await refuseMoved(settings);
  await settings.drop(moveSetting);
}

function whyBegun({ other }: MoveMark): string {
  return `A move from ${other} into this database was not finished: it holds nothing yet. Run the same threadline move again; or go on with ${other}, and move it later.`;
}

function whyLeft({ other }: MoveMark): string {
  return `What this database holds was moved to ${other}, and Threadline goes on there: let DATABASE_URL name that one. Where that one says that the move was not finished, run the same threadline move again. To go on here after all, see to it that Threadline does not run there, then run threadline restore with DATABASE_URL at this one.`;
}
