/** The kind of job that draws somebody's Home. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

export const homeJob: JobKind<{ readonly user: SlackUserId }> = {
  name: "home",
  callee: "desk",
  pace: "home",
  priority: 3,
  loss: "tolerable",
  lane: ({ user }) => `home:${user}`,
  key: ({ user }) => `home:${user}`,
};

export async function enqueueHome({ now }: Pick<Context, "now">, tx: Tx, user: SlackUserId): Promise<void> {
  await enqueue(tx, homeJob, { user }, { dueAt: now() }, now());
}
