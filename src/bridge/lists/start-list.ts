/** A member sends the same words to many: one text to each, behind everything else that leaves. */
import type { ListId } from "../../domain/ids.ts";
import { barWords, type Candidate, recipientName } from "../../domain/list-plan.ts";
import { orRefused, type Refused } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { isFirstAct } from "../context/first-act.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueList, enqueueProgressPost } from "../outbox/enqueue-list.ts";
import { type PlanList, type Prepared, prepareList } from "./plan-list.ts";

export interface StartList extends PlanList {
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Whom it would reach, and when: before its author says that it leaves. Nothing is written. */
export async function planList(
  ctx: Context,
  input: PlanList,
): Promise<({ readonly kind: "planned" } & Pick<Prepared, "plan" | "example">) | Refused> {
  return await orRefused(() =>
    ctx.store.read(async (tx) => {
      const { plan, example } = await prepareList(ctx, tx, input);
      return { kind: "planned", plan, example };
    }),
  );
}

/** Nothing of it is left where it is refused. */
export async function startList(
  ctx: Context,
  input: StartList,
): Promise<{ readonly kind: "started" } | Refused> {
  return await orRefused(() =>
    ctx.store.transaction(async (tx) => {
      if (await isFirstAct(ctx, tx, input.act)) await start(ctx, tx, input);
      return { kind: "started" } as const;
    }),
  );
}

/** One hold for all of it, in which it can be stopped. */
async function start(ctx: Context, tx: Tx, input: StartList): Promise<void> {
  const { member, line, plan } = await prepareList(ctx, tx, input);
  const { template = null } = input;
  const now = ctx.now();
  const id = ctx.newId() as ListId;
  const notBefore = Math.max(now + ctx.settings.hold, input.at ?? 0);
  const list = await tx.lists.insert(
    {
      id,
      author: member.username,
      authorUser: input.user,
      line: line.number,
      body: input.body,
      notBefore,
      createdAt: now,
      templateId: template?.id ?? null,
      templateVersion: template?.version ?? null,
      values: template?.values ?? null,
    },
    plan.each.map(listed),
  );
  if (template !== null) await tx.templates.noteUse(template.id, member.username, now);
  await enqueueList(tx, list.id, notBefore, now);
  await enqueueProgressPost(tx, list, now);
}

function listed({ recipient, bar, quietUntil }: Candidate, index: number) {
  return {
    position: index + 1,
    recipient: recipientName(recipient),
    kind: recipient.kind === "outside" ? ("contact" as const) : recipient.kind,
    state: bar === null ? ("pending" as const) : ("refused" as const),
    notBefore: bar === null ? quietUntil : null,
    reason: bar === null ? null : barWords(bar),
  };
}
