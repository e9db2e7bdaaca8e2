import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DeliveryRecord } from "../../../src/sandbox/slack/types/activity.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { differences, hasShapes, readShape } from "./shapes.ts";
import { ANA, BEN, clientOf, ELSEWHERE, FRONT, startStandIn } from "./stand-in-world.ts";

/** Where no shapes lie beside the repository these tests pass without having looked. */
const compared = describe.skipIf(!hasShapes());

const EVENT_SHAPES: Record<string, string> = {
  message: "MessagePayload",
  "message.bot_message": "MessageBotPayload",
  "message.channel_join": "MessageChannelJoinPayload",
  "message.file_share": "MessageFileSharePayload",
  "message.me_message": "MessageMePayload",
  "message.message_changed": "MessageChangedPayload",
  "message.message_deleted": "MessageDeletedPayload",
  "message.thread_broadcast": "MessageThreadBroadcastPayload",
  app_home_opened: "AppHomeOpenedPayload",
  app_mention: "AppMentionPayload",
  channel_archive: "ChannelArchivePayload",
  channel_deleted: "ChannelDeletedPayload",
  channel_rename: "ChannelRenamePayload",
  channel_unarchive: "ChannelUnarchivePayload",
  file_shared: "FileSharedPayload",
  member_joined_channel: "MemberJoinedChannelPayload",
  member_left_channel: "MemberLeftChannelPayload",
  reaction_added: "ReactionAddedPayload",
  reaction_removed: "ReactionRemovedPayload",
  tokens_revoked: "TokensRevokedPayload",
  user_change: "UserChangePayload",
};

/** The envelope is one for all events: no single recording has all of its keys. */
function envelopeShapes(): unknown[] {
  return Object.values(EVENT_SHAPES).map((name) => readShape(`shapes/events/${name}.json`));
}

function eventOf(shape: unknown): unknown {
  return (shape as { event: unknown } | undefined)?.event;
}

/** A server that takes everything, as an app that acknowledges and does nothing. */
async function acceptAll(standIn: SlackStandIn): Promise<void> {
  const server = createServer((request, response) => {
    request.resume();
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  standIn.control.configure({ eventsUrl: `http://127.0.0.1:${port}/` });
}

const BUTTONS = [
  { type: "section", text: { type: "mrkdwn", text: "*Hi*" }, fields: [{ type: "mrkdwn", text: "a" }] },
  {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: "go",
        text: { type: "plain_text", text: "Go" },
        value: "1",
        style: "primary",
      },
      {
        type: "static_select",
        action_id: "pick",
        placeholder: { type: "plain_text", text: "Pick" },
        options: [{ text: { type: "plain_text", text: "One" }, value: "1" }],
      },
    ],
  },
];

const MODAL = {
  type: "modal" as const,
  callback_id: "form",
  notify_on_close: true,
  title: { type: "plain_text" as const, text: "Form" },
  submit: { type: "plain_text" as const, text: "Send" },
  close: { type: "plain_text" as const, text: "Cancel" },
  blocks: [
    {
      type: "input" as const,
      block_id: "words",
      label: { type: "plain_text" as const, text: "Words" },
      element: { type: "plain_text_input" as const, action_id: "words" },
    },
  ],
};

/** Something of everything that people do. */
function live(standIn: SlackStandIn): void {
  const { control } = standIn;
  const root = control.post({
    user: ANA,
    channel: FRONT,
    text: "hello :wave: <https://example.com|there> & *you*",
  });
  const reply = control.post({ user: BEN, channel: FRONT, text: "- one\n- two", threadTs: root.ts });
  control.post({ user: BEN, channel: FRONT, text: "to all", threadTs: root.ts, alsoToChannel: true });
  control.edit({ user: BEN, channel: FRONT, ts: reply.ts, text: "edited" });
  control.react({ user: ANA, channel: FRONT, ts: reply.ts, name: "eyes" });
  control.unreact({ user: ANA, channel: FRONT, ts: reply.ts, name: "eyes" });
  control.deleteMessage({ user: BEN, channel: FRONT, ts: reply.ts });
  control.deleteMessage({ user: ANA, channel: FRONT, ts: root.ts });
  control.meMessage({ user: ANA, channel: FRONT, text: "waves" });
  const file = control.post({
    user: ANA,
    channel: FRONT,
    text: "see",
    files: [{ name: "a.txt", content: "a" }],
  });
  control.edit({ user: ANA, channel: FRONT, ts: file.ts, text: "see here" });
  control.post({ user: ANA, channel: FRONT, text: `<@${standIn.botUserId}> help` });
  control.messageAsBot({ channel: FRONT, text: "beep" });
  control.post({ user: ANA, channel: control.directMessage(ANA), text: "psst" });
  control.unfurl({ channel: FRONT, ts: file.ts });
  control.openHome({ user: ANA });
  control.changeUser({ id: BEN, realName: "Benjamin Ito" });
  control.addUser({ id: "U0EVE", name: "eve" });
  control.invite({ channel: FRONT, user: "U0EVE", inviter: ANA });
  control.leave({ channel: FRONT, user: "U0EVE" });
  control.rename({ channel: FRONT, name: "front" });
  control.archive({ channel: FRONT, user: ANA });
  control.unarchive({ channel: FRONT, user: ANA });
  control.deleteChannel({ channel: ELSEWHERE });
  control.revokeToken();
  control.restoreToken();
}

function checkEvent(delivery: DeliveryRecord): string[] {
  const name = EVENT_SHAPES[delivery.type];
  if (name === undefined) return [];
  const { event, ...envelope } = delivery.body;
  const own = differences(event, [eventOf(readShape(`shapes/events/${name}.json`))], delivery.type);
  return [...own, ...differences(envelope, envelopeShapes(), "envelope")];
}

/** A message is one object, wherever it is read: what history shows, replies may show too. */
function apiShapes(method: string): unknown[] {
  const names = method === "conversations.replies" ? [method, "conversations.history"] : [method];
  return names.map((name) => readShape(`shapes/api/${name}.json`)).filter((shape) => shape !== undefined);
}

/** Seen on the wire, but missing in the shapes: a changed message keeps its files. */
function isKnownGap(difference: string): boolean {
  return /^message\.message_(changed|deleted)\.(previous_)?message\.files: no such key$/.test(difference);
}

compared("what the stand-in sends, beside published shapes", () => {
  it("sends events whose every key and type is known", async () => {
    const standIn = await startStandIn();
    await acceptAll(standIn);
    const client = clientOf(standIn);
    const own = await client.chat.postMessage({ channel: FRONT, text: "own", blocks: BUTTONS });
    await client.chat.update({ channel: FRONT, ts: own.ts ?? "", text: "changed" });
    await client.chat.delete({ channel: FRONT, ts: own.ts ?? "" });
    await client.chat.postMessage({ channel: FRONT, text: "named", username: "Maria" });
    live(standIn);
    await standIn.control.idle();
    const events = standIn.control.deliveries().filter((delivery) => delivery.kind === "event");
    const found = new Set(events.flatMap(checkEvent).filter((difference) => !isKnownGap(difference)));
    expect([...found]).toEqual([]);
    const sent = new Set(events.map((delivery) => delivery.type));
    expect(Object.keys(EVENT_SHAPES).filter((type) => !sent.has(type))).toEqual([]);
  });

  it("sends interactions whose every key and type is known", async () => {
    const standIn = await startStandIn();
    await acceptAll(standIn);
    const { control } = standIn;
    const client = clientOf(standIn);
    const root = await client.chat.postMessage({ channel: FRONT, text: "card", blocks: BUTTONS });
    const ts = root.ts ?? "";
    await client.chat.postMessage({ channel: FRONT, thread_ts: ts, text: "reply" });
    const { triggerId } = await control.press({ user: ANA, channel: FRONT, ts, actionId: "go" });
    await control.press({ user: ANA, channel: FRONT, ts, actionId: "pick", value: "1" });
    await client.views.open({ trigger_id: triggerId ?? "", view: MODAL });
    await control.submitView({ user: ANA, values: { words: { words: "x" } } });
    const again = await control.messageShortcut({ user: ANA, channel: FRONT, ts, callbackId: "why" });
    await client.views.open({ trigger_id: again.triggerId ?? "", view: MODAL });
    await control.closeView({ user: ANA });
    await control.slashCommand({ user: ANA, channel: FRONT, command: "/x", text: "y" });
    const recorded = [
      readShape("recorded/modals-slack.json"),
      readShape("recorded/slash-commands-slack.json"),
    ] as Record<string, unknown>[];
    const shapes: Record<string, unknown[]> = {
      block_actions: [readShape("shapes/app-backend/BlockActionPayload.json"), recorded[0]?.action],
      view_submission: [
        readShape("shapes/app-backend/ViewSubmissionPayload.json"),
        recorded[0]?.viewSubmission,
      ],
      view_closed: [readShape("shapes/app-backend/ViewClosedPayload.json"), recorded[0]?.viewSubmission],
      message_action: [readShape("shapes/app-backend/MessageShortcutPayload.json")],
      "/x": [readShape("shapes/app-backend/SlashCommandPayload.json"), recorded[1]?.slashCommand],
    };
    const interactions = control.deliveries().filter((delivery) => delivery.kind !== "event");
    expect(new Set(interactions.map((delivery) => delivery.type))).toEqual(new Set(Object.keys(shapes)));
    const found = interactions.flatMap((delivery) =>
      differences(delivery.body, shapes[delivery.type] ?? [], delivery.type),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it("answers calls with known keys and types only", async () => {
    const standIn = await startStandIn();
    await acceptAll(standIn);
    const { control } = standIn;
    const client = clientOf(standIn);
    const root = control.post({ user: ANA, channel: FRONT, text: "root" });
    control.post({ user: BEN, channel: FRONT, text: "file", files: [{ name: "b.txt" }] });
    const post = await client.chat.postMessage({
      channel: FRONT,
      thread_ts: root.ts,
      text: "own",
      blocks: BUTTONS,
      reply_broadcast: true,
      metadata: { event_type: "ours", event_payload: { id: "1" } },
    });
    const ts = post.ts ?? "";
    await client.chat.update({ channel: FRONT, ts, text: "changed" });
    await client.chat.postEphemeral({ channel: FRONT, user: ANA, text: "psst" });
    await client.chat.getPermalink({ channel: FRONT, message_ts: ts });
    await client.reactions.add({ channel: FRONT, timestamp: ts, name: "eyes" });
    await client.conversations.history({ channel: FRONT, include_all_metadata: true, limit: 1 });
    await client.conversations.history({ channel: FRONT, include_all_metadata: true });
    await client.conversations.replies({ channel: FRONT, ts: root.ts, include_all_metadata: true });
    await client.reactions.remove({ channel: FRONT, timestamp: ts, name: "eyes" });
    await client.conversations.info({ channel: FRONT, include_num_members: true });
    await client.conversations.members({ channel: FRONT });
    await client.conversations.list({ types: "public_channel,private_channel,im" });
    await client.conversations.open({ users: ANA, return_im: true });
    await client.conversations.join({ channel: ELSEWHERE });
    await client.users.conversations({ types: "public_channel,im" });
    await client.users.info({ user: ANA });
    await client.users.list({ limit: 1 });
    await client.users.lookupByEmail({ email: "ana@example.com" });
    await client.usergroups.list({ include_users: true, include_count: true });
    await client.usergroups.users.list({ usergroup: "S0DESK" });
    await client.auth.test();
    await client.team.info();
    await client.bots.info({ bot: standIn.botId });
    await clientOf(standIn, standIn.appToken).apps.connections.open();
    const { triggerId } = await control.globalShortcut({ user: ANA, callbackId: "open" });
    const opened = await client.views.open({ trigger_id: triggerId ?? "", view: MODAL });
    await client.views.update({ view_id: opened.view?.id ?? "", view: MODAL });
    await client.views.publish({ user_id: ANA, view: { type: "home", blocks: BUTTONS } });
    await client.files.uploadV2({
      channel_id: FRONT,
      filename: "c.txt",
      content: "c",
      initial_comment: "here",
    });
    await client.files.info({ file: String(control.messages(FRONT)[1]?.files[0]?.id) });
    await client.chat.delete({ channel: FRONT, ts });
    const found = control.calls().flatMap((call) => {
      expect(call.answer).toMatchObject({ ok: true });
      const shapes = apiShapes(call.method);
      return shapes.length === 0 ? [] : differences(call.answer, shapes, call.method);
    });
    expect([...new Set(found)]).toEqual([]);
  });
});

it("compares payloads where the published shapes lie beside the repository", () => {
  expect(differences({ a: 1, b: [{ c: "" }] }, [{ a: 0, b: [{ c: "x" }] }])).toEqual([]);
  expect(differences({ a: "1", d: 1 }, [{ a: 0 }], "x")).toEqual([
    "x.a: string instead of number",
    "x.d: no such key",
  ]);
});
