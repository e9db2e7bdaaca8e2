import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { DeliveryRecord } from "../../../src/sandbox/slack/types/activity.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import {
  answerShapes,
  differences,
  envelopeShape,
  eventShapes,
  interactionShapes,
  shapeOf,
} from "./shapes.ts";
import { ANA, BEN, clientOf, ELSEWHERE, FRONT, startStandIn } from "./stand-in-world.ts";

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
  control.changeUser({ id: BEN, deleted: true });
  control.changeUser({ id: BEN, deleted: false });
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

function checkEvent({ type, body }: DeliveryRecord): string[] {
  const shape = eventShapes.get(type);
  if (shape === undefined) return [`${type}: no such event`];
  const { event, ...envelope } = body;
  return [...differences(event, shape, type), ...differences(envelope, envelopeShape, "envelope")];
}

describe("what the stand-in sends, beside what Slack says that it sends", () => {
  it("sends events whose every key and type is known", async () => {
    const standIn = await startStandIn();
    await acceptAll(standIn);
    const client = clientOf(standIn);
    const own = await client.chat.postMessage({ channel: FRONT, text: "own", blocks: BUTTONS });
    await client.chat.update({ channel: FRONT, ts: own.ts ?? "", text: "changed" });
    await client.chat.delete({ channel: FRONT, ts: own.ts ?? "" });
    await client.chat.postMessage({ channel: FRONT, text: "named", username: "Maria" });
    await client.views.publish({ user_id: ANA, view: { type: "home", blocks: BUTTONS } });
    const direct = await client.chat.postMessage({ channel: ANA, text: "in private", blocks: BUTTONS });
    const inDirect = { user: ANA, channel: direct.channel ?? "" };
    const said = standIn.control.post({ ...inDirect, text: "reply", threadTs: direct.ts ?? "" });
    standIn.control.edit({ ...inDirect, ts: said.ts, text: "edited" });
    standIn.control.react({ ...inDirect, ts: said.ts, name: "x" });
    standIn.control.deleteMessage({ ...inDirect, ts: said.ts });
    live(standIn);
    await standIn.control.idle();
    const events = standIn.control.deliveries().filter((delivery) => delivery.kind === "event");
    expect([...new Set(events.flatMap(checkEvent))]).toEqual([]);
    const sent = new Set(events.map((delivery) => delivery.type));
    expect([...eventShapes.keys()].filter((type) => !sent.has(type))).toEqual([]);
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
    const direct = await client.chat.postMessage({ channel: ANA, text: "card", blocks: BUTTONS });
    const inDirect = { user: ANA, channel: direct.channel ?? "", ts: direct.ts ?? "" };
    await control.press({ ...inDirect, actionId: "pick", value: "1" });
    const { view } = await client.views.publish({ user_id: ANA, view: { type: "home", blocks: BUTTONS } });
    await control.press({ user: ANA, viewId: view?.id ?? "", actionId: "go" });
    await client.views.open({ trigger_id: triggerId ?? "", view: MODAL });
    await control.submitView({ user: ANA, values: { words: { words: "x" } } });
    const again = await control.messageShortcut({ user: ANA, channel: FRONT, ts, callbackId: "why" });
    await client.views.open({ trigger_id: again.triggerId ?? "", view: MODAL });
    await control.closeView({ user: ANA });
    await control.slashCommand({ user: ANA, channel: FRONT, command: "/x", text: "y" });
    const interactions = control
      .deliveries()
      .filter((delivery) => delivery.kind !== "event")
      .map(({ type, body }) => ({ type: type.startsWith("/") ? "slash_command" : type, body }));
    expect(new Set(interactions.map(({ type }) => type))).toEqual(new Set(interactionShapes.keys()));
    const found = interactions.flatMap(({ type, body }) =>
      differences(body, interactionShapes.get(type), type),
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
    await client.conversations.info({ channel: control.directMessage(ANA), include_num_members: true });
    await client.conversations.members({ channel: control.directMessage(ANA) });
    control.changeUser({ id: BEN, deleted: true });
    await client.conversations.open({ users: ANA, return_im: true });
    await client.conversations.join({ channel: ELSEWHERE });
    await client.users.conversations({ types: "public_channel,im" });
    await client.users.info({ user: ANA });
    await client.users.info({ user: BEN });
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
    const found = control.calls().flatMap(({ method, answer }) => {
      expect(answer).toMatchObject({ ok: true });
      const shape = answerShapes.get(method);
      return shape === undefined ? [`${method}: no such method`] : differences(answer, shape, method);
    });
    expect([...new Set(found)]).toEqual([]);
    const called = new Set(control.calls().map(({ method }) => method));
    expect([...answerShapes.keys()].filter((method) => !called.has(method))).toEqual([]);
  });
});

describe("a payload beside a list of fields", () => {
  const objects = { person: "id age#" };
  const shape = shapeOf("ok? text <person> at* names[] rows[](n# who(<person>)) odd[]*", objects);

  it("fits where every field has its type, or is null, or missing", () => {
    const rows = [{ n: 1 }, { who: { id: "U1", age: 7 } }, { n: null }];
    expect(
      differences({ ok: true, id: "U1", at: { any: 1 }, names: ["a"], rows, odd: [1, {}] }, shape),
    ).toEqual([]);
  });

  it("differs where a field has another type, or is not in the list", () => {
    const rows = [{ n: "1" }, { who: { id: "U1", name: "ana" } }];
    expect(differences({ ok: 1, text: [], names: [1], rows, odd: {}, extra: "" }, shape, "x")).toEqual([
      "x.ok: number instead of boolean",
      "x.text: array instead of string",
      "x.names[]: number instead of string",
      "x.rows[].n: string instead of number",
      "x.rows[].who.name: no such key",
      "x.odd: object instead of array",
      "x.extra: no such key",
    ]);
  });

  it.each(["a b-c", "a <nobody>", "# a", "a[] b(c", "a) b"])("%s is no list of fields", (list) => {
    expect(() => shapeOf(list, objects)).toThrow();
  });
});
