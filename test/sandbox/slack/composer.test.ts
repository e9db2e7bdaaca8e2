import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import type { Wire } from "../../../src/sandbox/slack/wire.ts";
import { ANA, BEN, clientOf, ELSEWHERE, FRONT, startStandIn } from "./stand-in-world.ts";

function typed(standIn: SlackStandIn, text: string): { text: string; elements: unknown } {
  const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text });
  const message = standIn.control.message(FRONT, ts);
  return { text: message?.text ?? "", elements: message?.blocks[0]?.elements };
}

const section = (...elements: Wire[]) => ({ type: "rich_text_section", elements });
const words = (text: string, style?: Wire) => ({
  type: "text",
  text,
  ...(style === undefined ? {} : { style }),
});

describe("what a person types", () => {
  it.each([
    ["plain & <simple>", "plain &amp; &lt;simple&gt;", [section(words("plain & <simple>"))]],
    ["&amp;", "&amp;amp;", [section(words("&amp;"))]],
    [
      "hi <@U0BEN> in <#C0FRONT>, <!here> and <!subteam^S0DESK>",
      "hi <@U0BEN> in <#C0FRONT>, <!here> and <!subteam^S0DESK>",
      [
        section(
          words("hi "),
          { type: "user", user_id: "U0BEN" },
          words(" in "),
          { type: "channel", channel_id: "C0FRONT" },
          words(", "),
          { type: "broadcast", range: "here" },
          words(" and "),
          { type: "usergroup", usergroup_id: "S0DESK" },
        ),
      ],
    ],
    [
      "see https://example.com/?a=1&b=2.",
      "see <https://example.com/?a=1&amp;b=2>.",
      [section(words("see "), { type: "link", url: "https://example.com/?a=1&b=2" }, words("."))],
    ],
    [
      "<https://example.com|the site>",
      "<https://example.com|the site>",
      [section({ type: "link", url: "https://example.com", text: "the site" })],
    ],
    [
      ":wave::skin-tone-3: :not_an_emoji: 10:30:45",
      ":wave::skin-tone-3: :not_an_emoji: 10:30:45",
      [
        section(
          { type: "emoji", name: "wave", unicode: "1f44b-1f3fc", skin_tone: 3 },
          words(" :not_an_emoji: 10:30:45"),
        ),
      ],
    ],
    [
      "*bold* _it_ ~gone~ `code` snake_case_word 2*3*4",
      "*bold* _it_ ~gone~ `code` snake_case_word 2*3*4",
      [
        section(
          words("bold", { bold: true }),
          words(" "),
          words("it", { italic: true }),
          words(" "),
          words("gone", { strike: true }),
          words(" "),
          words("code", { code: true }),
          words(" snake_case_word 2*3*4"),
        ),
      ],
    ],
    [
      "list:\n- one\n- two",
      "list:\n• one\n• two",
      [
        section(words("list:\n")),
        {
          type: "rich_text_list",
          style: "bullet",
          indent: 0,
          border: 0,
          elements: [section(words("one")), section(words("two"))],
        },
      ],
    ],
    [
      "1. one\n2. two",
      "1. one\n2. two",
      [
        {
          type: "rich_text_list",
          style: "ordered",
          indent: 0,
          border: 0,
          elements: [section(words("one")), section(words("two"))],
        },
      ],
    ],
    [
      "> quoted\n> more",
      "&gt; quoted\n&gt; more",
      [{ type: "rich_text_quote", elements: [words("quoted\nmore")] }],
    ],
    [
      "```\na < b\n```",
      "```\na &lt; b\n```",
      [{ type: "rich_text_preformatted", border: 0, elements: [words("a < b")] }],
    ],
  ])("becomes text and rich text: %j", async (given, text, elements) => {
    expect(typed(await startStandIn(), given)).toEqual({ text, elements });
  });

  it("keeps every character of any text without marks", async () => {
    const standIn = await startStandIn({ keepLog: 0 });
    const letters = fc.string({
      unit: fc.constantFrom("a", "é", " ", "&", "<", ">", "☎", "😀", ".", ","),
      minLength: 1,
    });
    const ordinary = letters.filter((text) => text.trim() !== "" && !text.startsWith(">"));
    fc.assert(
      fc.property(ordinary, (text) => {
        const [only] = typed(standIn, text).elements as { elements: { text: string }[] }[];
        expect(only?.elements.map((element) => element.text).join("")).toBe(text);
      }),
    );
  });

  it("becomes an emoji of this workspace by its name", async () => {
    const standIn = await startStandIn();
    standIn.control.addEmoji({ name: "party_desk" });
    expect(typed(standIn, ":party_desk:").elements).toEqual([section({ type: "emoji", name: "party_desk" })]);
  });
});

describe("the composer", () => {
  it.each([
    [
      "/unknown thing",
      undefined,
      '/unknown is not a valid command. In Slack, all messages that start with the "/"',
    ],
    ["// for us", undefined, "// is not a valid command."],
  ])("takes %j for a command and refuses it in Slack's words", async (text, _thread, said) => {
    const standIn = await startStandIn();
    expect(() => standIn.control.post({ user: ANA, channel: FRONT, text })).toThrow(said);
    expect(standIn.control.messages(FRONT)).toEqual([]);
  });

  it("knows no commands in threads", async () => {
    const standIn = await startStandIn();
    const { ts } = standIn.control.post({ user: ANA, channel: FRONT, text: "root" });
    const inThread = { user: ANA, channel: FRONT, threadTs: ts, text: "/t hello" };
    expect(() => standIn.control.post(inThread)).toThrow("/t is not supported in threads. Sorry!");
    const command = { user: ANA, channel: FRONT, command: "/t", threadTs: ts };
    await expect(standIn.control.slashCommand(command)).rejects.toThrow("not supported in threads");
  });

  it("refuses a command the app has not registered", async () => {
    const standIn = await startStandIn({ commands: ["/threadline"] });
    const command = { user: ANA, channel: FRONT, command: "/other" };
    await expect(standIn.control.slashCommand(command)).rejects.toThrow("/other is not a valid command.");
  });

  it("is closed to those who are not members, to the deactivated and in archived channels", async () => {
    const standIn = await startStandIn();
    const post = (user: string, channel: string) => () => standIn.control.post({ user, channel, text: "x" });
    expect(post(ANA, ELSEWHERE)).toThrow("not in #elsewhere");
    standIn.control.archive({ channel: FRONT });
    expect(post(ANA, FRONT)).toThrow("archived");
    standIn.control.changeUser({ id: BEN, deleted: true });
    expect(post(BEN, ELSEWHERE)).toThrow("deactivated");
  });

  it("lets nobody edit what another wrote, and only an admin delete it", async () => {
    const standIn = await startStandIn();
    const { control } = standIn;
    const { ts } = control.post({ user: BEN, channel: FRONT, text: "mine" });
    const own = await clientOf(standIn).chat.postMessage({ channel: FRONT, text: "the app's" });
    expect(() => control.edit({ user: ANA, channel: FRONT, ts, text: "x" })).toThrow("your own");
    expect(() => control.edit({ user: ANA, channel: FRONT, ts: own.ts ?? "", text: "x" })).toThrow(
      "your own",
    );
    expect(() => control.deleteMessage({ user: BEN, channel: FRONT, ts: own.ts ?? "" })).toThrow("admin");
    control.deleteMessage({ user: ANA, channel: FRONT, ts });
    expect(control.message(FRONT, ts)).toBeNull();
  });

  it("sends message_changed with edited for an edit, without it for a link preview, and nothing for no change", async () => {
    const standIn = await startStandIn();
    const { control } = standIn;
    const { ts } = control.post({ user: ANA, channel: FRONT, text: "first" });
    control.edit({ user: ANA, channel: FRONT, ts, text: "first" });
    expect(control.deliveries("message.message_changed")).toEqual([]);
    control.unfurl({ channel: FRONT, ts });
    control.edit({ user: ANA, channel: FRONT, ts, text: "second" });
    const events = control.deliveries("message.message_changed").map((delivery) => delivery.body.event);
    expect(events).toMatchObject([
      { message: { text: "first" }, previous_message: { text: "first" } },
      { message: { text: "second", edited: { user: ANA } }, previous_message: { text: "first" } },
    ]);
    expect(events[0]).not.toHaveProperty("message.edited");
  });
});
