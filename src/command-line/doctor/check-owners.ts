/** What `doctor` says about who members are in the CRM: whose the records are there. */
import type { Crm, CrmUser } from "../../bridge/contracts/crm.ts";
import type { Directory, Member } from "../../domain/directory.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Username } from "../../domain/ids.ts";
import type { LogRules } from "../../domain/log-policy.ts";

/** So many are named; the others are counted. */
const mostNamed = 20;

const name = "CRM: owners";

/** @param emailOf lower case; null where nobody tells. */
export async function checkOwners(
  directory: Directory,
  crm: Pick<Crm, "title" | "listUsers">,
  emailOf: (member: Member) => Promise<string | null>,
): Promise<Finding[]> {
  if (crm.listUsers === undefined) return [];
  const users = await crm.listUsers().catch(() => null);
  if (users === null)
    return [
      {
        name,
        level: "warning",
        sentence: `${crm.title} did not say who its users are, so whose a record is can't be looked up.`,
        remedy:
          "See what else is said of it here; records are the app's own until then, and name the members.",
      },
    ];
  const byHand = ownersIn(directory);
  const wrong = byHand.filter(({ id }) => !users.some((user) => user.id === id));
  const unknown: Username[] = [];
  for (const member of directory.members) {
    if (byHand.some((owner) => owner.member === member.username)) continue;
    if (!isUser(users, await emailOf(member))) unknown.push(member.username);
  }
  const known = directory.members.length - unknown.length;
  return [
    {
      name,
      level: "ok",
      sentence: `${known} of ${directory.members.length} members are users of ${crm.title}.`,
    },
    ...wrong.map(({ member, id }) => notListed(crm.title, member, id)),
    ...(unknown.length === 0 ? [] : [withoutUser(crm.title, unknown)]),
  ];
}

function ownersIn({ crm, groups, lines }: Directory): readonly { member: Username; id: string }[] {
  const rules: LogRules[] = [crm, ...[...groups, ...lines].map((one) => one.crm)].flatMap((one) => one ?? []);
  return rules.flatMap(({ owners = {} }) =>
    Object.entries(owners).map(([member, id]) => ({ member: member as Username, id })),
  );
}

function isUser(users: readonly CrmUser[], email: string | null): boolean {
  return email !== null && users.some((user) => user.email === email);
}

function notListed(crm: string, member: Username, id: string): Finding {
  return {
    name,
    level: "problem",
    sentence: `\`owners\` says that ${member} is ${id} in ${crm}, which lists nobody by that id.`,
    remedy: `Copy the id of their user there, or take it out: then their e-mail tells.`,
  };
}

function withoutUser(crm: string, members: readonly Username[]): Finding {
  const shown = members.slice(0, mostNamed).join(", ");
  const rest = members.length - mostNamed;
  const who = rest > 0 ? `${shown} and ${rest} more` : shown;
  return {
    name,
    level: "warning",
    sentence: `No user of ${crm} has the e-mail of ${who}: records of theirs are the app's own, and name them in their words.`,
    remedy: "Write the CRM's ids of their users as `owners` under `crm:` of the directory, if they have any.",
  };
}
