/**
 * Once a week, on Monday morning by their own clock, each member is told privately what of theirs is not logged: only where there is something,
 * and until they want no more of it.
 */
import { setImmediate } from "node:timers/promises";
import { labelOf } from "../../domain/contact.ts";
import { type Directory, isMemberOf, type Member } from "../../domain/directory.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { localTime } from "../../domain/local-time.ts";
import { holdWords } from "../../domain/record.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { sharedScope } from "../../domain/shared-scope.ts";
import type { Context } from "../context/context.ts";
import { memberOf, userOf } from "../context/episode-context.ts";
import { notInDirectory, type Outcome, says } from "../context/outcome.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { ShownUnlogged } from "../contracts/store/homes.ts";
import type { Tx } from "../contracts/store/store.ts";
import { inform } from "../notices/tell.ts";
import { ownSettingsRow } from "./own-settings-row.ts";

/** As the desk calls the button that ends it. */
const remindNoMoreAction = "log.remind_no_more";

const monday = 1;
const opens = "09:00:00";
/** So many are named; the others are counted. */
const named = 5;

/** A tick. */
export async function remindUnlogged(ctx: Context): Promise<void> {
  const { directory } = await ctx.store.read((tx) => tx.directories.people());
  for (const member of directory.members) {
    if (!isMondayMorning(ctx.now(), zoneOf(directory, member))) continue;
    // What comes in meanwhile does not wait for all of them.
    await setImmediate();
    if (!(await ctx.store.read((tx) => isDue(ctx, tx, directory, member)))) continue;
    await ctx.store.transaction((tx) => remind(ctx, tx, member));
  }
}

function isMondayMorning(now: number, zone: string): boolean {
  const { day, time } = localTime(now, zone);
  return new Date(`${day}T00:00:00Z`).getUTCDay() === monday && time >= opens;
}

/** Not twice on the same day by their clock. */
async function isDue(ctx: Context, tx: Tx, directory: Directory, member: Member): Promise<boolean> {
  const settings = await tx.logSettings.of(member.username);
  if (settings === null) return true;
  if (!settings.remindWeekly) return false;
  const zone = zoneOf(directory, member);
  const { remindedAt } = settings;
  return remindedAt === null || localTime(remindedAt, zone).day !== localTime(ctx.now(), zone).day;
}

/** That it was looked at is kept also where there was nothing to say: it is said in the morning, or not at all. */
async function remind(ctx: Context, tx: Tx, member: Member): Promise<void> {
  const people = await tx.directories.people();
  const { directory } = people;
  const user = userOf(people, member.username);
  // Whoever is not known in Slack yet is told once they are.
  if (user === null || !(await isDue(ctx, tx, directory, member))) return;
  await tx.logSettings.put({ ...(await ownSettingsRow(tx, member.username)), remindedAt: ctx.now() });
  const own = directory.groups.filter((group) => isMemberOf(group, member.username));
  const of = { member: member.username, groups: sharedScope(directory, own) };
  const { rows, total } = await tx.homes.unlogged(of, { limit: named, offset: 0 });
  if (rows.length === 0) return;
  const count = { records: total ?? rows.length, conversations: await tx.homes.unloggedConversations(of) };
  await inform(ctx, tx, user, reminder(ctx, directory, rows, count), null, {
    action: remindNoMoreAction,
    value: "weekly",
    label: "No weekly reminder",
  });
}

function reminder(
  { crm }: Context,
  directory: Directory,
  rows: readonly ShownUnlogged[],
  count: Counted,
): Sentence {
  const rest = count.records - rows.length;
  return [
    `${headOf(count)} not logged to ${crm.title}:`,
    ...rows.flatMap((row) => lineOf(directory, row)),
    ...(rest > 0 ? [`\n• and ${thousands(rest)} more`] : []),
    "\nAll of them stand at Threadline’s Home, each with Log.",
  ];
}

/** Of a direct conversation each day is a record of its own. */
interface Counted {
  readonly records: number;
  readonly conversations: number;
}

function headOf({ records, conversations }: Counted): string {
  const counted = conversations === 1 ? "1 conversation" : `${thousands(conversations)} conversations`;
  if (records === conversations) return `${counted} ${conversations === 1 ? "is" : "are"}`;
  return `Of ${counted}, ${thousands(records)} records are`;
}

function thousands(count: number): string {
  return count.toLocaleString("en-US");
}

function lineOf(directory: Directory, row: ShownUnlogged): Sentence {
  const label = labelOf(directory, row);
  const place = threadPlace(row);
  const why = row.reason ?? (row.hold === null ? "" : holdWords[row.hold]);
  const day = row.localDay === null ? "" : `, ${row.localDay}`;
  return ["\n• ", place === null ? label : { link: place, label }, `${day}: ${why}`];
}

function zoneOf({ timeZone }: Directory, member: Member): string {
  return member.timeZone ?? timeZone;
}

/** The button under it. */
export async function remindNoMore(ctx: Context, { user }: { readonly user: SlackUserId }): Promise<Outcome> {
  return await ctx.store.transaction(async (tx) => {
    const member = memberOf(await tx.directories.people(), user);
    if (member === null) return says(notInDirectory);
    const settings = await ownSettingsRow(tx, member.username);
    if (settings.remindWeekly)
      await tx.logSettings.put({ ...settings, remindWeekly: false, changedAt: ctx.now() });
    return says(
      "You are reminded no more of what is not logged. It stands at Threadline’s Home; Logging settings there turns the reminder on again.",
    );
  });
}
