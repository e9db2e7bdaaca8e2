/** Whoever logs something that the card tells nothing of hears how it went, once that is known: with our own database beside us, or of texts that they chose. */
import type { RecordId, SlackUserId } from "../../domain/ids.ts";
import { holdWords, keepsBack } from "../../domain/record.ts";
import type { Part, Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import { contactLabel } from "../context/episode-context.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Job } from "../contracts/store/outbox.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { type Conclude, done, later } from "../outbox/job-end.ts";
import { enqueue, type JobKind } from "../outbox/job-kind.ts";
import { isOnCard } from "./logging-of-card.ts";
import { recordFacts } from "./record-facts.ts";

interface TellLogged {
  readonly record: RecordId;
  readonly user: SlackUserId;
}

const lane = ({ record, user }: TellLogged) => `tell_logged:${record}:${user}`;

export const tellLoggedJob: JobKind<TellLogged> = {
  name: "tell_logged",
  callee: "desk",
  pace: null,
  priority: 2,
  loss: "undeliverable",
  lane,
  key: lane,
};

/** Most records are written within that. Milliseconds. */
const usually = 1_000;
const longestBackOff = 5 * 60_000;

export async function enqueueTellLogged(
  ctx: Pick<Context, "now">,
  tx: Tx,
  record: RecordId,
  user: SlackUserId,
): Promise<void> {
  await enqueue(tx, tellLoggedJob, { record, user }, { dueAt: ctx.now() + usually }, ctx.now());
}

export async function tellLogged(
  ctx: Context,
  { record: id, user }: TellLogged,
  { attempts }: Job,
): Promise<Conclude> {
  return async (tx) => {
    const record = await tx.records.get(id);
    const facts = record && (await recordFacts(tx, record.episodeId));
    if (record === null || facts === null) return done;
    if (record.askedAt !== null && !keepsBack(record.hold))
      return later(Math.min(longestBackOff, usually * 2 ** Math.min(attempts, 10)));
    const [part] = await tx.records.parts(id);
    const url = part?.url ?? null;
    if (isOnCard(ctx.crm, record, url)) return done;
    const { episode } = facts;
    const place = threadPlace(episode);
    const said = [`${contactLabel(facts)}: `, ...howItWent(ctx, record, url)];
    await inform(ctx, tx, user, said, place && { place, thread: episode.thread });
    return done;
  };
}

function howItWent({ crm: { title } }: Context, record: LogRecord, url: string | null): Sentence {
  const { what, verb } = named(record);
  const { hold, reason } = record;
  if (hold !== null && keepsBack(hold))
    return [`${what} ${verb} not logged to ${title} yet. ${reason ?? holdWords[hold]}`];
  if (record.written === 0)
    return [`${what} ${verb} not logged to ${title}: there is nothing in it that can be logged.`];
  const there: Part = url === null ? title : { url, label: title };
  return [`${what} ${verb} logged to `, there, "."];
}

function named({ kind, localDay, additions }: LogRecord): { readonly what: string; readonly verb: string } {
  switch (kind) {
    case "day":
      return { what: `what was said on ${localDay}`, verb: "is" };
    case "episode":
      return { what: "the conversation", verb: "is" };
    case "selected": {
      const count = additions.messages?.length ?? 0;
      return count === 1
        ? { what: "the message that you chose", verb: "is" }
        : { what: `the ${count} messages that you chose`, verb: "are" };
    }
  }
}
