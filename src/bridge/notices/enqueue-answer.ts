/** The answer to whoever pressed a button or used a shortcut: a job like everything else, so that it survives a crash. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Again, PrivateNotice } from "../contracts/desk.ts";
import { enqueue } from "../outbox/job-kind.ts";
import { answerJob } from "../outbox/kinds.ts";
import { inform } from "./tell.ts";

export interface Answer {
  readonly responseUrl: string;
  readonly sentence: Sentence;
  readonly user: SlackUserId;
  /** Takes the place of the private message that was pressed on. */
  readonly replace: boolean;
  readonly again?: Again;
}

/** Somebody who did something in Slack learns what came of it where Slack gave no address for an answer. */
export async function tellWhoActed(
  ctx: Context,
  told: Pick<Answer, "user" | "sentence" | "again"> & Pick<PrivateNotice, "about">,
): Promise<void> {
  await ctx.store.transaction((tx) => inform(ctx, tx, told.user, told.sentence, told.about, told.again));
}

export async function enqueueAnswer(ctx: Context, answer: Answer): Promise<void> {
  await ctx.store.transaction((tx) => enqueue(tx, answerJob, answer, { dueAt: ctx.now() }, ctx.now()));
}
