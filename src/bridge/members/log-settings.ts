/** A member looks at how their conversations are logged, and changes what their admin leaves to them. */
import {
  chooseLogSettings,
  type LogSettingsProblems,
  type TypedLogSettings,
} from "../../domain/choose-log-settings.ts";
import { type Directory, lineByNumber, linesOfMember, type Member } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { countryOfLine } from "../../domain/line-country.ts";
import { type OwnLogSettings, type RuledPolicies, ruledPolicies } from "../../domain/log-policy.ts";
import { logRulesOf } from "../../domain/log-rules-of.ts";
import { readOwnLogSettings } from "../../domain/own-log-settings.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory, type Refused } from "../context/outcome.ts";
import type { NamedValue } from "../contracts/crm.ts";
import type { LogSettingsRow } from "../contracts/store/log-settings.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueHome } from "../outbox/home-kind.ts";
import { dropLeftOut } from "../records/drop-left-out.ts";
import { ownSettingsRow } from "../records/own-settings-row.ts";

export interface LogSettingsForm {
  /** As people call the CRM. */
  readonly crm: string;
  readonly contactTypes: readonly NamedValue[];
  readonly policies: RuledPolicies;
  readonly remindWeekly: boolean;
  /** Whether a line leads to them alone: else none of it counts yet. */
  readonly isDirect: boolean;
}

export async function askLogSettings(ctx: Context, user: SlackUserId): Promise<LogSettingsForm | Refused> {
  const whose = await ctx.store.read((tx) => whoseTheyAre(tx, user));
  if ("refusal" in whose) return whose;
  const { directory, member, policies, row } = whose;
  return {
    crm: ctx.crm.title,
    contactTypes: ctx.crm.capabilities.contactTypes,
    policies,
    remindWeekly: row.remindWeekly,
    isDirect: linesOfMember(directory, member).length > 0,
  };
}

export interface SetLogSettings {
  readonly user: SlackUserId;
  readonly typed: TypedLogSettings;
  readonly remindWeekly: boolean;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

/** Null when it is done, or needs no doing. */
export async function setLogSettings(
  ctx: Context,
  { user, typed, remindWeekly, act }: SetLogSettings,
): Promise<Refused | { readonly problems: LogSettingsProblems } | null> {
  return await ctx.store.transaction(async (tx) => {
    const whose = await whoseTheyAre(tx, user);
    if ("refusal" in whose) return whose;
    const { directory, member, policies, own, row } = whose;
    const usualType = ctx.crm.capabilities.contactTypes[0]?.value ?? null;
    const chosen = chooseLogSettings(typed, policies, own, {
      country: countryOf(directory, member),
      usualType,
    });
    if ("problems" in chosen) return chosen;
    if (!(await isFirstAct(ctx, tx, act))) return null;
    await tx.logSettings.put({ ...row, value: { ...chosen.own }, remindWeekly, changedAt: ctx.now() });
    await dropLeftOut(tx, chosen.own.doNotLog ?? [], ctx.now());
    await enqueueHome(ctx, tx, user);
    return null;
  });
}

interface Whose {
  readonly directory: Directory;
  readonly member: Member;
  readonly policies: RuledPolicies;
  readonly own: OwnLogSettings;
  readonly row: LogSettingsRow;
}

async function whoseTheyAre(tx: Tx, user: SlackUserId): Promise<Whose | Refused> {
  const people = await tx.directories.people();
  const member = memberOf(people, user);
  if (member === null) return { refusal: notInDirectory };
  const { directory } = people;
  const { username } = member;
  const row = await ownSettingsRow(tx, username);
  const own = readOwnLogSettings(row.value);
  const rules = logRulesOf(directory, { kind: "member", username });
  return { directory, member, policies: ruledPolicies(rules, own), own, row };
}

/** Whose national numbers they write. */
function countryOf(directory: Directory, member: Member): string {
  const { outboundLine } = member;
  const own = outboundLine === undefined ? null : lineByNumber(directory, outboundLine);
  const line = own ?? linesOfMember(directory, member)[0] ?? directory.lines[0];
  return line === undefined ? "US" : countryOfLine(line);
}
