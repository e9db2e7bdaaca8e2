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

export function snapshotPhones({ twilio }: Sandbox): PhoneSide {
  const { numbers, phones } = twilio.control.state();
  const taken: Record<string, Taken> = {};
  for (const { kind, sid, state } of twilio.control.deliveries()) if (kind === "inbound") taken[sid] = state;
  return { lines: numbers.filter(({ sms }) => sms), phones, messages: twilio.control.messages(), taken };
}

export function snapshotCrm({ crm }: Sandbox): CrmSide | null {
  if (crm === null) return null;
  const { title, form, contacts, records } = crm.control.state();
  return { title, form, contacts, records };
}
