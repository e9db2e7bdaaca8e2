/** A small office: two groups, a manager in one of them, a manager in none, someone known by e-mail. */
import type { Directory, Group, Line, Member } from "../../src/domain/directory.ts";
import type {
  Address,
  E164,
  Extension,
  SlackChannelId,
  SlackUserId,
  Username,
} from "../../src/domain/ids.ts";

export const front = "C0FRONT" as SlackChannelId;
export const billing = "C0BILL" as SlackChannelId;
export const frontLine = "+15550100001" as E164;
export const billingLine = "+15550100002" as E164;
export const maria = "+15550199001" as Address;
export const noel = "+15550199002" as Address;

export const ana = "U0ANA" as SlackUserId;
export const ben = "U0BEN" as SlackUserId;
export const cy = "U0CY" as SlackUserId;
export const dan = "U0DAN" as SlackUserId;
export const eve = "U0EVE" as SlackUserId;
export const fay = "U0FAY" as SlackUserId;
export const stranger = "U0STRANGER" as SlackUserId;

export const fayEmail = "fay@example.com";

function member(username: string, extension: string, id: SlackUserId, role: Member["role"]): Member {
  const slack = { kind: "id", id } as const;
  return { username: username as Username, extension: extension as Extension, slack, role };
}

const names = (...list: string[]): Username[] => list.map((name) => name as Username);

const frontGroup: Group = {
  name: "Front desk",
  extension: "200" as Extension,
  channel: front,
  members: names("ana", "ben", "cy", "fay"),
  outboundLine: frontLine,
  notify: "none",
  reopenWithinMinutes: 0,
};

const billingGroup: Group = {
  ...frontGroup,
  name: "Billing",
  extension: "300" as Extension,
  channel: billing,
  members: names("dan"),
  outboundLine: billingLine,
};

const line = (number: E164, name: string, smsExtension: string): Line => ({
  number,
  name,
  carrier: "twilio",
  smsExtension: smsExtension as Extension,
  preview: "full",
});

export const office: Directory = {
  timeZone: "America/New_York",
  customerWord: "customer",
  lines: [line(frontLine, "Front desk", "200"), line(billingLine, "Billing", "300")],
  members: [
    member("ana", "101", ana, "manager"),
    member("ben", "102", ben, "agent"),
    member("cy", "103", cy, "agent"),
    member("dan", "104", dan, "agent"),
    member("eve", "105", eve, "manager"),
    {
      username: "fay" as Username,
      extension: "106" as Extension,
      slack: { kind: "email", email: fayEmail },
      role: "agent",
    },
  ],
  groups: [frontGroup, billingGroup],
  contacts: [{ number: "+15550199001" as E164, name: "Maria Lopez" }],
};

/** The office with its front desk changed. */
export function officeWith(change: Partial<Group>, directory: Directory = office): Directory {
  const groups = directory.groups.map((group) => (group.channel === front ? { ...group, ...change } : group));
  return { ...directory, groups };
}

/** The office with every line changed. */
export function officeWithLines(change: Partial<Line>): Directory {
  return { ...office, lines: office.lines.map((each) => ({ ...each, ...change })) };
}

export const benLine = "+15550100003" as E164;
export const benSecondLine = "+15550100004" as E164;

/** The office with a line of Ben's own, from which he texts as well. */
export const officeWithDirect: Directory = {
  ...office,
  lines: [...office.lines, line(benLine, "Ben direct", "102")],
  members: office.members.map((one) =>
    one.username === "ben" ? { ...one, name: "Ben Ito", outboundLine: benLine } : one,
  ),
};

/** The same with Ben changed. */
export function benWith(change: Partial<Member>, directory: Directory = officeWithDirect): Directory {
  const members = directory.members.map((one) => (one.username === "ben" ? { ...one, ...change } : one));
  return { ...directory, members };
}

/** The same with a second line that leads to Ben. */
export const officeWithTwoDirect: Directory = {
  ...officeWithDirect,
  lines: [...officeWithDirect.lines, line(benSecondLine, "Ben mobile", "102")],
};
