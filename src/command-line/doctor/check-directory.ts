/** What `doctor` says about the directory's file, and about what the database holds for a person to look at. */
import type { Store } from "../../bridge/contracts/store/store.ts";
import { findDoubleAnswers } from "../../bridge/directory/find-double-answers.ts";
import { brokenTemplates } from "../../bridge/templates/broken-templates.ts";
import { carrierDefinitions } from "../../carriers/index.ts";
import { type DirectoryFile, readDirectoryFile } from "../../directory-file.ts";
import { type Directory, managesGroups } from "../../domain/directory.ts";
import { directoryChanges } from "../../domain/directory-changes.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Address, E164, LoginName } from "../../domain/ids.ts";
import { type LogsTo, logFindings } from "../../domain/log-findings.ts";
import { ownerlessTemplates } from "../../domain/ownerless-templates.ts";
import { formatPhone } from "../../domain/phone.ts";
import { routeBack } from "../../domain/route-back.ts";
import { toNobody, whyUnrouted } from "./why-unrouted.ts";

export interface CheckedDirectory {
  readonly findings: Finding[];
  readonly directory: Directory | null;
}

const name = "directory";

export interface DirectorySurroundings {
  readonly store: Store | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Those that are configured, and how people call one. */
  readonly carriers: { readonly names: readonly string[]; readonly title: (name: string) => string };
  /** Those that there are credentials for, by carrier. */
  readonly logins: ReadonlyMap<string, readonly LoginName[]>;
  /** Null where it is not configured. */
  readonly crm: LogsTo | null;
}

export async function checkDirectory(
  file: string,
  { store, now, carriers: { names, title }, logins, crm }: DirectorySurroundings,
): Promise<CheckedDirectory> {
  const inForce = store === null ? null : await store.read((tx) => tx.directories.current());
  const found = await readDirectoryFile(file);
  const written = found.kind === "read" ? found.directory : inForce;
  const broken = store === null || written === null ? [] : await brokenTemplates(store, written);
  const kept = store === null ? [] : [...broken, ...(await checkKept(store, written, now))];
  if (found.kind === "read")
    return {
      directory: found.directory,
      findings: [
        standing(file, found.directory, inForce),
        ...unmanned(found.directory),
        ...routeBack(found.directory, { carriers: names, title, logins }),
        ...(await findDoubleAnswers(store, found.directory, carrierDefinitions)),
        ...logFindings(found.directory, crm),
        ...kept,
      ],
    };
  return { directory: inForce, findings: [...mistakes(found), ...kept] };
}

function mistakes(found: Exclude<DirectoryFile, { kind: "read" }>): Finding[] {
  if (found.kind === "mistaken")
    return found.sentences.map((sentence) => ({ name, level: "problem", sentence }));
  const { sentence, remedy } = found;
  return [{ name, level: "problem", sentence, remedy }];
}

function standing(file: string, written: Directory, inForce: Directory | null): Finding {
  const { lines, members, groups } = written;
  const sizes = [counted(lines, "line"), counted(members, "member"), counted(groups, "group")];
  const sentence = `${file}: ${sizes.join(", ")}.`;
  if (inForce === null || directoryChanges(inForce, written).length === 0)
    return { name, level: "ok", sentence };
  return {
    name,
    level: "warning",
    sentence: `${file} differs from the directory in force.`,
    remedy: "Put it into force with: threadline apply",
  };
}

/** It may be so for an hour while a team is set up, but not for longer. */
function unmanned({ groups, members }: Directory): Finding[] {
  const empty = groups.filter((group) => group.members.length === 0);
  return [
    ...empty.map(
      (group): Finding => ({
        name: "directory: groups",
        level: "problem",
        sentence: `The group ${group.name} has no members, so nobody can answer its texts.`,
        remedy: "Name them in the group's `members`, by username.",
      }),
    ),
    ...(members.some(managesGroups) ? [] : [noManager]),
  ];
}

const noManager: Finding = {
  name: "directory: managers",
  level: "problem",
  sentence:
    "No member is a manager, so nobody is told what waits after an outage, or can act on what others have.",
  remedy: "Give at least one member `role: manager`.",
};

function counted(items: readonly unknown[], noun: string): string {
  return `${items.length} ${noun}${items.length === 1 ? "" : "s"}`;
}

async function checkKept(store: Store, directory: Directory | null, now: number): Promise<Finding[]> {
  const { templates, unrouted, closed, dead, owed } = await store.read(async (tx) => ({
    templates: await tx.templates.all(),
    unrouted: await tx.arrivals.unroutedCounts(),
    closed: await tx.channels.closed(),
    dead: await tx.inbox.deadCount(),
    owed: await tx.outbox.backlog(),
  }));
  return [
    ...(directory === null ? [] : ownerlessTemplates(templates, directory)),
    ...unrouted.map((texts) => unroutedTexts(texts, directory)),
    ...closed.map(
      ({ channel, reason }): Finding => ({
        name: `channel ${channel}`,
        level: "problem",
        sentence: `Nothing can be posted there: ${reason}. What it is owed is kept.`,
        remedy: "Unarchive the channel, or invite the app into it; it goes on by itself.",
      }),
    ),
    ...(dead === 0 ? [] : [deadDeliveries(dead)]),
    ...late(owed, now),
  ];
}

function unroutedTexts(
  { to, count }: { readonly to: E164 | Address; readonly count: number },
  directory: Directory | null,
): Finding {
  const { why, remedy } = whyUnrouted(to, directory) ?? toNobody;
  const texts = `${count} ${count === 1 ? "text" : "texts"} came to ${formatPhone(to)}`;
  return { name: "unrouted texts", level: "warning", sentence: `${texts}${why}.`, remedy };
}

function deadDeliveries(count: number): Finding {
  return {
    name: "events",
    level: "warning",
    sentence: `Events or presses from Slack that could not be handled and were given up: ${count}.`,
    remedy: "Look for them in the log (level error); replies among them carry no mark, so send them again.",
  };
}

/** Older than this, something stands still. Milliseconds. */
const lateAfter = 15 * 60_000;

function late(owed: readonly { kind: string; count: number; oldest: number }[], now: number): Finding[] {
  const old = owed.filter(({ oldest }) => now - oldest > lateAfter);
  if (old.length === 0) return [];
  const list = old.map(({ kind, count }) => `${count} × ${kind}`).join(", ");
  return [
    {
      name: "outbox",
      level: "warning",
      sentence: `Work has been waiting for more than 15 minutes: ${list}.`,
      remedy: "If Threadline runs, the log and the other lines here say what keeps it.",
    },
  ];
}
