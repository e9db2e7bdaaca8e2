/** The kinds of job that keep our ledger of opt-outs and a carrier's own list the same: behind all that moves texts. */
import { isGroupAddress } from "../../domain/group-address.ts";
import type { Address, LoginName, SlackUserId } from "../../domain/ids.ts";
import type { OptOutRow } from "../../domain/opt-out-ledger.ts";
import { numberOf } from "../../domain/phone.ts";
import { type Account, accountKey, accountsOf, numbersOfAccount } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import { keptConsents } from "../context/kept-consents.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueue, type JobKind } from "./job-kind.ts";

export interface ConsentCheck extends Account {
  readonly contact: Address;
  /** Who hears what the carrier refuses: whoever recorded it here, or, where nobody did, their conversations. Null: nobody. */
  readonly told: { readonly user: SlackUserId } | "conversations" | null;
}

const behindAll = { callee: "carrier", pace: null, loss: "tolerable" } as const;

/** Read what is new in an account's list, a part at a time. */
export const consentListJob: JobKind<Account> = {
  name: "consent_list",
  ...behindAll,
  priority: 7,
  lane: (account) => `consent_list:${accountKey(account)}`,
  key: (account) => `consent_list:${accountKey(account)}`,
};

/** Have what stands in our ledger compared, a few contacts at a time: what the list does not say of them is put there. */
export const consentLedgerJob: JobKind<Account> = {
  name: "consent_ledger",
  ...behindAll,
  priority: 7,
  lane: (account) => `consent_ledger:${accountKey(account)}`,
  key: (account) => `consent_ledger:${accountKey(account)}`,
};

/** Compare what both say of one contact, and write what either lacks. */
export const consentJob: JobKind<ConsentCheck> = {
  name: "consent",
  ...behindAll,
  priority: 2,
  loss: "never",
  // Several logins may be of one account: what one has put there, the next one finds.
  lane: ({ carrier, contact }) => `consent:${carrier}:${contact}`,
  key: ({ contact, told, ...account }) => `consent:${accountKey(account)}:${contact}:${toldKey(told)}`,
};

function toldKey(told: ConsentCheck["told"]): string {
  return told === null ? "" : told === "conversations" ? told : told.user;
}

/** A text of theirs by which they did it is here by then: its words say more. Milliseconds. */
const toldBefore = 3_000;
/** The one text that says so has left by then. Milliseconds. */
const confirmedWithin = 60_000;

/** Accounts that have a list of their own. */
function listingAccounts({ carriers }: Pick<Context, "carriers">): readonly Account[] {
  return [...carriers.values()].filter(({ consents }) => consents !== undefined).flatMap(accountsOf);
}

/** Accounts whose list takes entries. */
export function consentAccounts({ carriers }: Pick<Context, "carriers">): readonly Account[] {
  return [...carriers.values()].filter((carrier) => keptConsents(carrier) !== null).flatMap(accountsOf);
}

/** @param of absent: all carriers, and all of their logins. */
export async function enqueueConsentList(
  ctx: Context,
  of: { readonly carrier?: string; readonly login?: LoginName } = {},
): Promise<void> {
  const asked = listingAccounts(ctx).filter(isOf(of));
  if (asked.length === 0) return;
  await ctx.store.transaction(async (tx) => {
    for (const account of asked) await enqueue(tx, consentListJob, account, { dueAt: ctx.now() }, ctx.now());
  });
}

/** What an account says of these has changed. */
export async function enqueueConsents(
  ctx: Context,
  of: { readonly carrier: string; readonly login?: LoginName },
  contacts: readonly Address[],
): Promise<void> {
  const asked = consentAccounts(ctx).filter(isOf(of));
  await ctx.store.transaction(async (tx) => {
    for (const account of asked)
      for (const contact of contacts)
        await enqueueConsent(ctx, tx, { ...account, contact, told: null }, ctx.now() + toldBefore);
  });
}

export async function enqueueConsent(
  ctx: Pick<Context, "now">,
  tx: Tx,
  check: ConsentCheck,
  dueAt = ctx.now(),
): Promise<void> {
  await enqueue(tx, consentJob, check, { dueAt }, ctx.now());
}

/** Behind a row that is new here. What an account acted on by itself is not told to it. */
export async function enqueueConsentOf(
  ctx: Pick<Context, "carriers" | "now">,
  tx: Tx,
  {
    address: contact,
    kind,
    source,
    line: about,
    confirmationId,
  }: Pick<OptOutRow, "address" | "kind" | "source" | "line" | "confirmationId">,
  { line: heardOn, told }: Pick<ConsentCheck, "told"> & Pick<OptOutRow, "line">,
): Promise<void> {
  const accounts = consentAccounts(ctx);
  if (accounts.length === 0 || isGroupAddress(contact) || numberOf(contact) === null) return;
  const directory = await tx.directories.current();
  // Once it stands there, not even the text that confirms it gets through.
  const dueAt = ctx.now() + (confirmationId === null ? 0 : confirmedWithin);
  for (const account of accounts) {
    const lines = numbersOfAccount(ctx, directory, account);
    const isAbout = about === null ? lines.length > 0 : lines.includes(about);
    const isHeardThere = heardOn !== null && lines.includes(heardOn);
    const isKnownThere = isHeardThere && (source === "carrier_word" || source === "refusal");
    if (isAbout && (kind === "in" || !isKnownThere))
      await enqueueConsent(ctx, tx, { ...account, contact, told }, dueAt);
  }
}

function isOf(of: { readonly carrier?: string; readonly login?: LoginName }) {
  return ({ carrier, login }: Account): boolean =>
    (of.carrier === undefined || of.carrier === carrier) && (of.login === undefined || of.login === login);
}
