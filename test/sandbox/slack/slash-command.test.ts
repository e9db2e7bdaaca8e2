import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ANA, BEN, clientOf, FRONT, startBolt, startStandIn } from "./stand-in-world.ts";

const typed = { user: ANA, channel: FRONT, command: "/sms" };

async function withCommand(answer: (text: string) => unknown = () => undefined): Promise<SlackStandIn> {
  const standIn = await startStandIn({ commands: ["/sms"] });
  await startBolt(standIn, "http", (app) => {
    app.command("/sms", ({ ack, command }) => ack(answer(command.text) as never));
  });
  return standIn;
}

const textOf = (standIn: SlackStandIn) => standIn.control.deliveries("/sms").at(-1)?.body.text;

describe("a slash command", () => {
  it("says who typed it where, and what", async () => {
    const standIn = await withCommand();
    await standIn.control.slashCommand({ ...typed, text: "  +1 555 010 0123 running late " });
    const [delivery] = standIn.control.deliveries("/sms");
    expect(delivery?.body).toMatchObject({
      command: "/sms",
      text: "+1 555 010 0123 running late",
      user_id: ANA,
      user_name: "ana",
      channel_id: FRONT,
      channel_name: "front-desk",
      response_url: expect.stringContaining("/hooks/commands/"),
      trigger_id: expect.any(String),
    });
    expect(delivery?.body).not.toHaveProperty("thread_ts");
  });

  it("shows what its ack says to the person alone", async () => {
    const standIn = await withCommand(() => "Type a number first.");
    await standIn.control.slashCommand({ ...typed, text: "hello" });
    expect(standIn.control.ephemerals(ANA)).toMatchObject([{ channel: FRONT, text: "Type a number first." }]);
    expect(standIn.control.ephemerals(BEN)).toEqual([]);
    expect(standIn.control.messages(FRONT)).toEqual([]);
  });

  it("opens a modal by its trigger", async () => {
    const standIn = await withCommand();
    const { triggerId = "" } = await standIn.control.slashCommand(typed);
    const title = { type: "plain_text" as const, text: "New text" };
    await clientOf(standIn).views.open({ trigger_id: triggerId, view: { type: "modal", title, blocks: [] } });
    expect(standIn.control.views(ANA)).toHaveLength(1);
  });

  it("tells of a time-out when nobody answers", async () => {
    const standIn = await startStandIn({ commands: ["/sms"], answerWithinMs: 50 });
    await startBolt(standIn, "http", (app) => app.command("/sms", async () => {}));
    expect(await standIn.control.slashCommand(typed)).toMatchObject({
      acked: false,
      error: "operation_timeout",
    });
  });

  it("is refused by the client in a thread, and where the app has no such command", async () => {
    const standIn = await withCommand();
    const root = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const inThread = standIn.control.slashCommand({ ...typed, threadTs: root.ts });
    await expect(inThread).rejects.toThrow("/sms is not supported in threads. Sorry!");
    const unknown = standIn.control.slashCommand({ ...typed, command: "/text" });
    await expect(unknown).rejects.toThrow("/text is not a valid command.");
    expect(standIn.control.deliveries("/sms")).toEqual([]);
  });

  it("names people and channels as they are written, and keeps an address, unless it asked for Slack's form", async () => {
    const standIn = await withCommand();
    const text = `<@${BEN}> in <#${FRONT}>: see https://example.com/a?b=1`;
    await standIn.control.slashCommand({ ...typed, text });
    expect(textOf(standIn)).toBe("@ben in #front-desk: see https://example.com/a?b=1");
    standIn.control.configure({ escapedCommands: ["/sms"] });
    await standIn.control.slashCommand({ ...typed, text });
    expect(textOf(standIn)).toBe(`<@${BEN}> in <#${FRONT}>: see <https://example.com/a?b=1>`);
  });

  it("writes the three characters of Slack's own as entities, as in all text", async () => {
    const standIn = await withCommand();
    await standIn.control.slashCommand({ ...typed, text: "Tom & Jerry <3 > &amp;" });
    expect(textOf(standIn)).toBe("Tom &amp; Jerry &lt;3 &gt; &amp;amp;");
  });
});
