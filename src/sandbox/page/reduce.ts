/** The page's copy of the world: what each event of the stream makes of it. Pure, so that it can be tested without a browser. */
import type {
  CrmChange,
  CrmSide,
  PageEvent,
  PageState,
  PhoneSide,
  SlackChange,
  SlackSide,
  StripLine,
} from "../page-api.ts";
import type { MessageView } from "../slack/types/messages.ts";
import type { ChannelView } from "../slack/types/workspace.ts";

const MOST_LINES = 400;

/** Null until the stream has said the first state. */
export function reduce(state: PageState | null, event: PageEvent): PageState | null {
  if (event.type === "state") return event.state;
  if (state === null) return null;
  switch (event.type) {
    case "slack":
      return { ...state, slack: changeSlack(state.slack, event.activity) };
    case "sms":
      return {
        ...state,
        phones: { ...state.phones, messages: upsert(state.phones.messages, event.message) },
      };
    case "taken":
      return {
        ...state,
        phones: { ...state.phones, taken: { ...state.phones.taken, [event.sid]: event.taken } },
      };
    case "phone":
      return { ...state, phones: changePhone(state.phones, event.phone) };
    case "crm":
      return { ...state, crm: state.crm === null ? null : changeCrm(state.crm, event.change) };
    case "seen":
      return { ...state, slack: markSeen(state.slack, event.user, event.place, event.ts) };
    case "strip":
      return { ...state, strip: changeStrip(state.strip, event.line) };
    case "switches":
      return { ...state, switches: event.switches };
    case "play":
      return { ...state, play: event.play };
  }
}

function upsert<T extends { readonly sid: string }>(list: readonly T[], item: T): readonly T[] {
  const index = list.findLastIndex((known) => known.sid === item.sid);
  return index === -1 ? [...list, item] : list.with(index, item);
}

function changeCrm(crm: CrmSide, change: CrmChange): CrmSide {
  switch (change.type) {
    case "contact":
      return { ...crm, contacts: byId(crm.contacts, change.contact) };
    case "contact_gone":
      return { ...crm, contacts: crm.contacts.filter(({ id }) => id !== change.id) };
    case "record":
      return { ...crm, records: byId(crm.records, change.record) };
    case "record_gone":
      return { ...crm, records: crm.records.filter(({ id }) => id !== change.id) };
  }
}

function byId<T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] {
  const index = list.findIndex((known) => known.id === item.id);
  return index === -1 ? [...list, item] : list.with(index, item);
}

function changePhone(side: PhoneSide, phone: PhoneSide["phones"][number]): PhoneSide {
  const index = side.phones.findIndex((known) => known.number === phone.number);
  return { ...side, phones: index === -1 ? [...side.phones, phone] : side.phones.with(index, phone) };
}

function changeStrip(lines: readonly StripLine[], line: StripLine): readonly StripLine[] {
  const index = lines.findIndex((known) => known.id === line.id);
  return index === -1 ? [line, ...lines].slice(0, MOST_LINES) : lines.with(index, line);
}

function markSeen(slack: SlackSide, user: string, place: string, ts: string): SlackSide {
  return { ...slack, seen: { ...slack.seen, [user]: { ...slack.seen[user], [place]: ts } } };
}

function changeSlack(slack: SlackSide, change: SlackChange): SlackSide {
  switch (change.type) {
    case "message_posted":
      return inChannel(slack, change.message.channel, (messages) => place(messages, change.message));
    case "message_changed":
      return inChannel(slack, change.message.channel, (messages) => place(messages, change.message));
    case "message_deleted":
      return inChannel(slack, change.channel, (messages) => messages.filter(({ ts }) => ts !== change.ts));
    case "reaction_added":
    case "reaction_removed":
      return inChannel(slack, change.channel, (messages) =>
        messages.map((message) => (message.ts === change.ts ? react(message, change) : message)),
      );
    case "ephemeral": {
      const { ephemeral } = change;
      const others = slack.ephemerals.filter(
        ({ ts, user }) => ts !== ephemeral.ts || user !== ephemeral.user,
      );
      return { ...slack, ephemerals: [...others, ephemeral] };
    }
    case "ephemeral_removed":
      return {
        ...slack,
        ephemerals: slack.ephemerals.filter(({ ts, user }) => ts !== change.ts || user !== change.user),
      };
    case "notification":
      return { ...slack, notifications: [...slack.notifications, change.notification] };
    case "views_changed":
      return {
        ...slack,
        views: [...slack.views.filter(({ user }) => user !== change.user), ...change.views],
      };
    case "home_changed":
      return { ...slack, homes: [...slack.homes.filter(({ user }) => user !== change.user), change.home] };
  }
}

function inChannel(
  slack: SlackSide,
  id: string,
  change: (messages: MessageView[]) => MessageView[],
): SlackSide {
  const changed = (channel: ChannelView) =>
    channel.id === id ? { ...channel, messages: change(channel.messages) } : channel;
  return { ...slack, channels: slack.channels.map(changed) };
}

/** Timestamps of one length sort as text. */
function place(messages: MessageView[], message: MessageView): MessageView[] {
  const index = messages.findLastIndex((known) => known.ts <= message.ts);
  if (messages[index]?.ts === message.ts) return messages.with(index, message);
  return messages.toSpliced(index + 1, 0, message);
}

function react(
  message: MessageView,
  change: { type: "reaction_added" | "reaction_removed"; user: string; name: string },
): MessageView {
  const known = message.reactions.find(({ name }) => name === change.name);
  const others = (known?.users ?? []).filter((user) => user !== change.user);
  const users = change.type === "reaction_added" ? [...others, change.user] : others;
  const rest = message.reactions.filter(({ name }) => name !== change.name);
  if (users.length === 0) return { ...message, reactions: rest };
  if (known === undefined) return { ...message, reactions: [...rest, { name: change.name, users }] };
  const reactions = message.reactions.map((entry) =>
    entry.name === change.name ? { name: entry.name, users } : entry,
  );
  return { ...message, reactions };
}
