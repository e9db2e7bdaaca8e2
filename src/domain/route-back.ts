/**
 * Where answers go: what leaves from a line should come back to whoever sent it. None of this is refused, since a number may be
 * on its way from one to the other; but whoever sets it up is told, with what to do.
 */

import {
  type Directory,
  type Group,
  isSentFrom,
  isSmsOn,
  type Line,
  lineByNumber,
  loginByName,
  type Member,
} from "./directory.ts";
import type { Finding } from "./finding.ts";
import type { E164, LoginName } from "./ids.ts";
import { type Party, partyName, partyOfLine } from "./owner.ts";
import { formatPhone } from "./phone.ts";
import { usesLogin } from "./whose-login.ts";

export interface RouteOptions {
  /** Names of the carriers that are configured, where that is known. */
  readonly carriers?: readonly string[];
  /** How people call a carrier; by its name, unless told otherwise. */
  readonly title?: (carrier: string) => string;
  /** The logins that there are credentials for, by carrier. */
  readonly logins?: ReadonlyMap<string, readonly LoginName[]>;
  /** How a number of ours is written; as people write it, unless told otherwise. */
  readonly phone?: (number: E164) => string;
}

export function routeBack(
  directory: Directory,
  { carriers, title = (name) => name, logins = new Map(), phone = formatPhone }: RouteOptions = {},
): readonly Finding[] {
  const { lines, members, groups } = directory;
  const parties = new Map(lines.map((line) => [line.number, partyOfLine(directory, line)]));
  const routes: Routes = {
    directory,
    partyOf: ({ number }) => parties.get(number) ?? null,
    nameOf: ({ name, number }) => `${name}, ${phone(number)}`,
    phone,
  };
  return [
    ...lines.flatMap((line) => (routes.partyOf(line) === null ? leadsToNobody(routes, line) : [])),
    ...lines.flatMap((line) =>
      carriers?.includes(line.carrier) === false ? noAccount(routes, line, title) : [],
    ),
    ...[...logins].flatMap(([carrier, all]) =>
      all.flatMap((login) =>
        usesLogin(directory, carrier, login) ? [] : unusedLogin(login, title(carrier)),
      ),
    ),
    ...members.flatMap((member) => noOutboundLine(routes, member)),
    ...members.flatMap((member) => ofMember(routes, member)),
    ...sharedByGroups(routes),
    ...groups.flatMap((group) => ofGroup(routes, group)),
    ...lines.flatMap((line) => switchedOff(routes, line)),
  ];
}

/** Where answers to a line go that somebody sends from. */
export type AnswersTo =
  | { readonly kind: "back" }
  | { readonly kind: "nobody" }
  | { readonly kind: "others"; readonly name: string };

export function answersTo(directory: Directory, sender: Party, line: Line): AnswersTo {
  const party = partyOfLine(directory, line);
  if (party === null) return { kind: "nobody" };
  const isBack = isParty(party, sender.kind === "group" ? sender.group : sender.member);
  return isBack ? { kind: "back" } : { kind: "others", name: partyName(party) };
}

interface Routes {
  readonly directory: Directory;
  /** Null where a line leads to nobody. */
  readonly partyOf: (line: Line) => Party | null;
  readonly nameOf: (line: Line) => string;
  readonly phone: (number: E164) => string;
}

function warning(sentence: string, remedy: string): Finding[] {
  return [{ name: "directory: routes", level: "warning", sentence, remedy }];
}

function leadsToNobody({ nameOf }: Routes, line: Line): Finding[] {
  return warning(
    `The line ${nameOf(line)}, leads to nobody: its texts are kept, and nobody sees them.`,
    "Write its `sms_extension`: a group's extension, or a member's username or extension. What was kept is delivered then.",
  );
}

function noAccount({ nameOf }: Routes, line: Line, title: (carrier: string) => string): Finding[] {
  const carrier = title(line.carrier);
  return warning(
    `The line ${nameOf(line)}, is with ${carrier}, which is not configured: nothing arrives there, and nothing leaves.`,
    `Set the variables of ${carrier} (.env.example has them), or write another carrier.`,
  );
}

function unusedLogin(login: LoginName, carrier: string): Finding[] {
  return warning(
    `There are credentials for the ${carrier} login ${login}, which the directory does not name: it is not used.`,
    "Name it under `logins`, or take its variables out of the environment.",
  );
}

function noOutboundLine({ directory, partyOf, nameOf }: Routes, member: Member): Finding[] {
  if (member.outboundLine !== undefined) return [];
  const own = directory.lines.filter((line) => isParty(partyOf(line), member));
  if (own.length === 0) return [];
  return warning(
    `${partyName({ kind: "member", member })} gets the texts of ${own.map(nameOf).join(", and ")}, but has no outbound line: no reply of theirs leaves.`,
    `Write an \`outbound_line\` for ${member.username}, one of those that lead to them.`,
  );
}

function isParty(party: Party | null, who: Member | Group): boolean {
  return party !== null && (party.kind === "group" ? party.group : party.member) === who;
}

function ofMember(routes: Routes, member: Member): Finding[] {
  const { username, outboundLine } = member;
  if (outboundLine === undefined) return [];
  return notBack(routes, { kind: "member", member }, outboundLine, username);
}

function ofGroup(routes: Routes, group: Group): Finding[] {
  const { extension, outboundLine } = group;
  const isKnown = lineByNumber(routes.directory, outboundLine) !== null;
  if (isKnown && groupsOn(routes, outboundLine).length > 1) return [];
  return notBack(routes, { kind: "group", group }, outboundLine, `"${extension}"`);
}

/** @param extension how `sms_extension` calls the sender. */
function notBack(routes: Routes, sender: Party, outboundLine: E164, extension: string): Finding[] {
  const line = lineByNumber(routes.directory, outboundLine);
  const name = partyName(sender);
  if (line === null) {
    return warning(
      `${name} sends from ${routes.phone(outboundLine)}, which is none of the lines: nothing leaves.`,
      "Write one of the lines as `outbound_line`.",
    );
  }
  const party = routes.partyOf(line);
  if (isParty(party, sender.kind === "group" ? sender.group : sender.member)) return [];
  const sends = `${name} sends from ${routes.nameOf(line)}, but`;
  return warning(
    party === null
      ? `${sends} it leads to nobody: answers are kept, and nobody sees them.`
      : `${sends} its texts go to ${partyName(party)}: answers don't come back to ${name}.`,
    `Write an \`outbound_line\` for ${name} that leads to them, or \`sms_extension: ${extension}\` for that line.`,
  );
}

function groupsOn({ directory }: Routes, number: E164): Group[] {
  return directory.groups.filter(({ outboundLine }) => outboundLine === number);
}

function sharedByGroups(routes: Routes): Finding[] {
  return routes.directory.lines.flatMap((line) => {
    const names = groupsOn(routes, line.number).map(({ name }) => name);
    if (names.length < 2) return [];
    const all = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    const party = routes.partyOf(line);
    return warning(
      `${all} send from one line, ${routes.nameOf(line)}: answers go to ${party === null ? "nobody" : partyName(party)}, whoever sent.`,
      "Give each group an `outbound_line` of its own that leads to it.",
    );
  });
}

function switchedOff({ directory, nameOf }: Routes, line: Line): Finding[] {
  if (!isSentFrom(directory, line) || isSmsOn(directory, line)) return [];
  const login = line.login === undefined ? null : loginByName(directory, line.login);
  const [name, section] = login?.sms === false ? [login.name, "logins"] : [line.carrier, "carriers"];
  return warning(
    `No automatic answer leaves from ${nameOf(line)}: ${name}'s \`sms\` is off.`,
    `Write \`sms: on\` for ${name} under \`${section}\`, unless it is meant to be so.`,
  );
}
