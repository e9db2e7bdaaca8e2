/** How far a list is, by what is written down of it. */
import { labelOf } from "../../domain/contact.ts";
import { lineByNumber } from "../../domain/directory.ts";
import { endOfTime } from "../../domain/end-of-time.ts";
import type { Address, Username } from "../../domain/ids.ts";
import { type ListProgress, type ListState, missedNamed } from "../../domain/list-progress.ts";
import { hasLeft } from "../../domain/message-state.ts";
import { memberName } from "../../domain/people.ts";
import { formatPhone } from "../../domain/phone.ts";
import { withAnswers } from "../../domain/template-text.ts";
import type { Context } from "../context/context.ts";
import type { List, Missed, Tally } from "../contracts/store/lists.ts";
import type { Tx } from "../contracts/store/store.ts";

export async function progressOf(ctx: Context, tx: Tx, list: List): Promise<ListProgress> {
  const now = ctx.now();
  const directory = await tx.directories.current();
  const tally = await tx.lists.tally(list.id);
  const sum = (which: (one: Tally) => boolean) =>
    tally.reduce((count, one) => (which(one) ? count + one.count : count), 0);
  const total = sum(() => true);
  const toGo = sum(isToGo);
  const state = stateOf(list, toGo === sum(({ state: one }) => one === "pending"), now);
  const missedCount = sum(isMissed);
  const missed = await tx.lists.missed(list.id, missedNamed);
  return {
    list: list.id,
    state,
    line: tally.some(({ kind }) => kind === "contact")
      ? (lineByNumber(directory, list.line)?.name ?? formatPhone(list.line))
      : null,
    body: list.values === null ? list.body : withAnswers(list.body, list.values),
    template: await templateOf(tx, list),
    total,
    left: sum(isLeft),
    delivered: sum((one) => isLeft(one) && (one.kind === "member" || one.text === "delivered")),
    toGo,
    later: await laterOf(ctx, tx, list, state, toGo),
    isCopy: ctx.connection.isCopy,
    missed: await namedOf(tx, missed),
    moreMissed: Math.max(0, missedCount - missed.length),
  };
}

async function templateOf(tx: Tx, { templateId, templateVersion }: List): Promise<string | null> {
  if (templateId === null || templateVersion === null) return null;
  return (await tx.templates.version(templateId, templateVersion))?.name ?? null;
}

/** Nothing of it waits, or is being handed over. */
export function isSettled(tally: readonly Tally[]): boolean {
  return !tally.some(isToGo);
}

function isToGo({ state, text }: Tally): boolean {
  return state === "pending" || text === "waiting" || text === "queued" || text === "sending";
}

function isLeft({ state, kind, text }: Tally): boolean {
  if (state !== "written") return false;
  return kind === "member" || (text !== null && text !== "received" && hasLeft(text));
}

function isMissed({ state, text }: Tally): boolean {
  if (state === "refused") return true;
  return state === "written" && (text === "failed" || text === "unknown" || text === "cancelled");
}

function stateOf(list: List, isUntouched: boolean, now: number): ListState {
  if (list.state !== "running") return list.state;
  if (list.notBefore === endOfTime) return "asking";
  return isUntouched && list.notBefore > now ? "held" : "running";
}

/** Before it begins, when that is, where its author chose a time; then, whom quiet hours keep. */
async function laterOf(
  { settings, now }: Context,
  tx: Tx,
  { id, notBefore, createdAt }: List,
  state: ListState,
  toGo: number,
): Promise<ListProgress["later"]> {
  if (state === "held") return notBefore - createdAt > settings.hold ? { count: toGo, at: notBefore } : null;
  return state === "running" ? await tx.lists.waiting(id, now()) : null;
}

async function namedOf(tx: Tx, missed: readonly Missed[]): Promise<ListProgress["missed"]> {
  const directory = await tx.directories.current();
  const addresses = missed.flatMap(({ kind, recipient }) =>
    kind === "contact" ? [recipient as string as Address] : [],
  );
  const known = new Map((await tx.contacts.among(addresses)).map((one) => [one.address, one]));
  return missed.map((one) => {
    const address = one.recipient as string as Address;
    const who =
      one.kind === "member"
        ? memberName(directory, one.recipient as Username)
        : labelOf(directory, known.get(address) ?? { address, givenName: null, shared: false });
    return { who, why: whyOf(one) };
  });
}

/** A few words behind a name, without a full stop. */
function whyOf({ text, reason, failure }: Missed): string {
  if (text === "unknown") return "it is not known whether it left";
  if (text === "failed") return (failure ?? "it failed").replace(/\.$/, "");
  return reason ?? "it was cancelled";
}
