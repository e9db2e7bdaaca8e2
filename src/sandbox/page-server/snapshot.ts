import type { CrmSide, PhoneSide, SlackSide, Taken } from "../page-api.ts";
import type { Sandbox } from "../sandbox.ts";

/** Channel id, or `channel/thread` -> newest timestamp seen; by person. */
export type Seen = Map<string, Map<string, string>>;

export function snapshotSlack({ slack }: Sandbox, seen: Seen): SlackSide {
  const { botUserId, users, channels, usergroups, emoji, ephemerals, views, homes, notifications } =
    slack.control.state();
  return {
    botUserId,
    users,
    channels,
    usergroups,
    emoji,
    ephemerals,
    views,
    homes,
    notifications,
    seen: Object.fromEntries([...seen].map(([user, places]) => [user, Object.fromEntries(places)])),
  };
}

export function snapshotPhones(sandbox: Sandbox): PhoneSide {
  const { numbers, phones } = sandbox.phones.state();
  const taken: Record<string, Taken> = {};
  for (const { kind, sid, state } of sandbox.phones.deliveries())
    if (kind === "inbound" && sid !== "") taken[sid] = takenOf(state);
  return { lines: numbers.filter(({ sms }) => sms), phones, messages: sandbox.phones.messages(), taken };
}

/** A hint that is lost is told by nobody: the text waits until the app asks by itself. */
export function takenOf(state: Taken | "dropped"): Taken {
  return state === "dropped" ? "waiting" : state;
}

export function snapshotCrm({ crm }: Sandbox): CrmSide | null {
  if (crm === null) return null;
  const { title, form, contacts, records } = crm.control.state();
  return { title, form, contacts, records };
}
