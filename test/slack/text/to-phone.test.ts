import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { hasMentions, type SlackNames } from "../../../src/slack/text/mentions.ts";
import { toPhone } from "../../../src/slack/text/to-phone.ts";

const people: Readonly<Record<string, string>> = { U1: "Ana Cruz", U2: "@ben" };
const names: SlackNames = {
  user: (id) => people[id] ?? null,
  channel: (id) => (id === "C1" ? "front-desk" : null),
  group: (id) => (id === "S1" ? "@nurses" : null),
};
const nobody: SlackNames = { user: () => null, channel: () => null, group: () => null };

const text = (value: string, style = {}) => ({ type: "text", text: value, style });
const section = (...elements: unknown[]) => ({ type: "rich_text_section", elements });
const block = (...elements: unknown[]) => ({ type: "rich_text", block_id: "x", elements });

function fromBlocks(...blocks: unknown[]): string {
  return toPhone({ text: "fallback", blocks }, names).text;
}

describe("toPhone reads the composer's blocks", () => {
  it.each<[string, unknown, string]>([
    ["a text", text("Yes, until 6."), "Yes, until 6."],
    ["a text of reserved characters as they are", text("a < b && b > &amp;"), "a < b && b > &amp;"],
    [
      "a styled text without its style",
      text("now", { bold: true, italic: true, code: true, strike: true }),
      "now",
    ],
    ["an emoji", { type: "emoji", name: "wave", unicode: "1f44b" }, "👋"],
    ["an emoji with its tone", { type: "emoji", name: "wave", unicode: "1f44b-1f3fc", skin_tone: 3 }, "👋🏼"],
    ["a tone that only the number tells", { type: "emoji", name: "wave", skin_tone: 6 }, "👋🏿"],
    ["a tone beside the plain form", { type: "emoji", name: "+1", unicode: "1f44d", skin_tone: 2 }, "👍🏻"],
    ["an emoji by name alone", { type: "emoji", name: "flag-us" }, "🇺🇸"],
    ["an emoji that is newer than our list", { type: "emoji", name: "brand_new", unicode: "1f996" }, "🦖"],
    ["a custom emoji by its name", { type: "emoji", name: "our_logo" }, ":our_logo:"],
    ["a bare link", { type: "link", url: "https://a.example/x?b=1&c=2" }, "https://a.example/x?b=1&c=2"],
    [
      "a link that shows its address",
      { type: "link", url: "http://a.example", text: "a.example" },
      "a.example",
    ],
    [
      "a link with a label",
      { type: "link", url: "https://a.example/m", text: "our menu" },
      "our menu: https://a.example/m",
    ],
    [
      "a label that ends in a colon",
      { type: "link", url: "https://a.example", text: "Menu:" },
      "Menu: https://a.example",
    ],
    [
      "a label that is another address",
      { type: "link", url: "https://a.example", text: "b.example" },
      "b.example: https://a.example",
    ],
    [
      "an e-mail address",
      { type: "link", url: "mailto:ana@a.example", text: "ana@a.example" },
      "ana@a.example",
    ],
    [
      "a labelled e-mail address",
      { type: "link", url: "mailto:ana@a.example", text: "Ana" },
      "Ana: ana@a.example",
    ],
    [
      "a phone number",
      { type: "link", url: "tel:+15550100001", text: "+1 (555) 010-0001" },
      "+1 (555) 010-0001",
    ],
    ["a bare phone number", { type: "link", url: "tel:+15550100001" }, "+15550100001"],
    ["a person", { type: "user", user_id: "U1" }, "Ana Cruz"],
    ["a person whose name has the sign", { type: "user", user_id: "U2" }, "ben"],
    ["a person unknown", { type: "user", user_id: "U9" }, "someone"],
    ["a channel", { type: "channel", channel_id: "C1" }, "#front-desk"],
    ["a channel unknown", { type: "channel", channel_id: "C9" }, "a channel"],
    ["a group", { type: "usergroup", usergroup_id: "S1" }, "nurses"],
    ["a group unknown", { type: "usergroup", usergroup_id: "S9" }, "the team"],
    ["a broadcast", { type: "broadcast", range: "here" }, "@here"],
    ["a date", { type: "date", timestamp: 1_720_710_212, format: "{time}", fallback: "3:03 PM" }, "3:03 PM"],
    [
      "a date without words",
      { type: "date", timestamp: 1_720_710_212, format: "{time}" },
      "2024-07-11 15:03 UTC",
    ],
    ["a color", { type: "color", value: "#ff0000" }, "#ff0000"],
    ["a workspace", { type: "team", team_id: "T1" }, "our team"],
    ["a kind that does not exist yet", { type: "hologram", text: "hello" }, "hello"],
  ])("%s", (_what, element, wanted) => {
    expect(fromBlocks(block(section(text("["), element, text("]"))))).toBe(`[${wanted}]`);
  });

  it("writes lists with signs a phone can show, each kind counted and indented", () => {
    const list = (style: string, indent: number, offset: number, ...items: string[]) => ({
      type: "rich_text_list",
      style,
      indent,
      offset,
      border: 0,
      elements: items.map((item) => section(text(item))),
    });
    expect(
      fromBlocks(
        block(
          section(text("Please bring:\n")),
          list("bullet", 0, 0, "your card", "water\nor juice"),
          list("bullet", 1, 0, "cold"),
          section(text("Then")),
          list("ordered", 0, 0, "ring", "wait"),
          list("ordered", 0, 2, "come in"),
          section(text("\nThanks")),
        ),
      ),
    ).toBe(
      "Please bring:\n• your card\n• water\n  or juice\n  • cold\nThen\n1. ring\n2. wait\n3. come in\n\nThanks",
    );
  });

  it("marks each line of a quote, and of a list inside a quote", () => {
    const quote = {
      type: "rich_text_quote",
      elements: [text("first\nsecond "), { type: "user", user_id: "U1" }],
    };
    const list = { type: "rich_text_list", style: "bullet", border: 1, elements: [section(text("point"))] };
    expect(fromBlocks(block(quote, list, section(text("Right."))))).toBe(
      "> first\n> second Ana Cruz\n> • point\nRight.",
    );
  });

  it("keeps preformatted text as it stands", () => {
    const code = { type: "rich_text_preformatted", border: 0, elements: [text("a  b\n  *c*")] };
    expect(fromBlocks(block(section(text("See")), code, section(text("ok"))))).toBe("See\na  b\n  *c*\nok");
  });

  it("reads a pasted table row by row", () => {
    const table = {
      type: "table",
      rows: [
        [
          { type: "raw_text", text: "Day" },
          { type: "raw_text", text: "Opens" },
        ],
        [block(section(text("Mon"))), block(section(text("9"), text(" am", { bold: true })))],
      ],
    };
    expect(fromBlocks(block(section(text("Hours:"))), table)).toBe("Hours:\nDay | Opens\nMon | 9 am");
  });

  it("reads numbers in a table by their words, else by their digits", () => {
    const cells = [
      { type: "raw_number", value: 80 },
      { type: "raw_number", value: 80, text: "80.00" },
      null,
      { type: "raw_number", value: 0 },
    ];
    const read = toPhone({ text: "", blocks: [{ type: "table", rows: [cells, []] }] }, names);
    expect(read).toMatchObject({ text: "80 | 80.00 |  | 0", isPartial: false });
  });

  it("normalises what it read", () => {
    expect(fromBlocks(block(section(text("  Cafe\u0301 \r\nnow\u0007 \ud83d \n\n"))))).toBe(
      "Café\nnow \ufffd",
    );
  });
});

describe("toPhone reads Slack's text where there are no blocks", () => {
  it.each<[string, string]>([
    ["Yes, until 6.", "Yes, until 6."],
    ["Hi <@U1>, <@U9|ben>, <@U9>", "Hi Ana Cruz, ben, someone"],
    ["in <#C1> or <#C9|billing> or <#C9> or <#C9|>", "in #front-desk or #billing or a channel or a channel"],
    ["<!here> <!channel> <!everyone> <!here|here>", "@here @channel @everyone @here"],
    ["<!subteam^S1> <!subteam^S9|@doctors> <!subteam^S9>", "nurses doctors the team"],
    ["<!date^1720710212^{time}|3:03 PM> sharp", "3:03 PM sharp"],
    ["<!date^1720710212^{date}^https://a.example/|July 11>", "July 11"],
    ["<!soon|later>", "later"],
    ["<https://a.example/?b=1&amp;c=2>", "https://a.example/?b=1&c=2"],
    ["<https://a.example|our &lt;menu&gt;>", "our <menu>: https://a.example"],
    ["<http://a.example|a.example>", "a.example"],
    [
      "<mailto:ana@a.example|ana@a.example> <tel:+15550100001|555-010-0001>",
      "ana@a.example 555-010-0001: +15550100001",
    ],
    ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
    ["&amp;lt;@U1&amp;gt; &amp;amp;", "&lt;@U1&gt; &amp;"],
    ["&lt;@U1&gt; &lt;!channel&gt;", "<@U1> <!channel>"],
    [":wave: :+1::skin-tone-3: :our_logo: :flag-us:", "👋 👍🏼 :our_logo: 🇺🇸"],
    ["at 10:30:45, ratio 1:100:2", "at 10:30:45, ratio 1:100:2"],
    ["*bold* _it_ ~gone~ *_both_* (*in brackets*), *<@U1>*", "bold it gone both (in brackets), Ana Cruz"],
    ["2*3*4 snake_case_name a ~ b * c *", "2*3*4 snake_case_name a ~ b * c *"],
    ["* not bold *, *two\nlines*", "* not bold *, *two\nlines*"],
    ["<https://a.example/_x_/*y*>", "https://a.example/_x_/*y*"],
    ["run `npm *x* :wave:` now", "run npm *x* :wave: now"],
    ["```\na *b*\n  &lt;c&gt;\n``` after", "a *b*\n  <c>\n after"],
    ["run ```a``` now\n```b```\nok", "run\na\n now\nb\nok"],
    ["&gt; quoted\n• item", "> quoted\n• item"],
    ["a < b, <unclosed", "a < b, <unclosed"],
    ["line\r\n  end  ", "line\n  end"],
  ])("%j", (source, wanted) => {
    expect(toPhone({ text: source }, names).text).toBe(wanted);
  });

  it("uses the text where the blocks say nothing", () => {
    const empty = [block(section()), { type: "section", text: { type: "mrkdwn", text: "x" } }];
    expect(toPhone({ text: "hello", blocks: empty }, names).text).toBe("hello");
    expect(toPhone({ text: "hello", blocks: [] }, names).text).toBe("hello");
  });
});

const raw = (value: string) => ({ type: "raw_text", text: value });
const prices = {
  type: "table",
  rows: [
    [raw("Cut"), { type: "raw_number", value: 80 }],
    [raw("Dye"), block(section(text("from "), text("120", { bold: true })))],
  ],
};
const pasted = { id: 1, blocks: [prices], fallback: "[no preview available]" };

describe("toPhone reads a pasted table that hangs on a message", () => {
  const lines = "Cut | 80\nDye | from 120";

  it.each<[string, object, string]>([
    [
      "below what was composed",
      { text: "Our prices:", blocks: [block(section(text("Our prices:")))] },
      `Our prices:\n${lines}`,
    ],
    ["below the text where there are no blocks", { text: "Our *prices*:" }, `Our prices:\n${lines}`],
    ["by itself", { text: "" }, lines],
    ["without Slack's words for nothing", { text: "[no preview available]" }, lines],
  ])("%s", (_where, message, wanted) => {
    const read = toPhone({ ...message, attachments: [pasted] }, names);
    expect(read).toMatchObject({ text: wanted, isPartial: false });
  });

  it("as a block of its own, below the text", () => {
    expect(toPhone({ text: "Our prices:", blocks: [prices] }, names).text).toBe(`Our prices:\n${lines}`);
  });

  it("and finds who is mentioned in it", () => {
    const rows = [[block(section({ type: "user", user_id: "U1" }))]];
    const attachments = [{ ...pasted, blocks: [{ type: "table", rows }] }];
    expect(toPhone({ text: "Ask", attachments }, names)).toMatchObject({
      text: "Ask\nAna Cruz",
      mentions: { users: ["U1"] },
    });
  });
});

describe("toPhone tells that a message holds more than its text", () => {
  const composedOf = (...elements: unknown[]) => ({ blocks: [block(section(text("See"), ...elements))] });
  const shared = { is_msg_unfurl: true, is_share: true, from_url: "https://a.example/p1", text: "Old words" };
  const link = { from_url: "https://a.example", service_name: "Example", title: "Example" };

  it.each<[string, object]>([
    ["an element that nobody knows", composedOf({ type: "canvas", file_id: "F1" })],
    [
      "an element with Slack's words for nothing",
      composedOf({ type: "canvas", fallback: "[no preview available]" }),
    ],
    ["a part that nobody knows", { blocks: [block(section(text("See")), { type: "rich_text_canvas" })] }],
    [
      "a block that nobody knows",
      { blocks: [block(section(text("See"))), { type: "image", image_url: "https://a.example/cat.png" }] },
    ],
    ["a table without rows", { text: "See", attachments: [{ blocks: [{ type: "table" }] }] }],
    [
      "a number without its value",
      { text: "See", blocks: [{ type: "table", rows: [[{ type: "raw_number" }]] }] },
    ],
    [
      "a cell that nobody knows",
      { text: "See", blocks: [{ type: "table", rows: [[{ type: "raw_chart" }]] }] },
    ],
    ["a forwarded message", { text: "See", attachments: [shared] }],
    [
      "a forwarded message with blocks",
      { text: "See", attachments: [{ ...shared, blocks: [block(section(text("Old words")))] }] },
    ],
    ["an attachment that nobody knows", { text: "See", attachments: [{ id: 1, fallback: "A poll" }] }],
  ])("%s", (_what, message) => {
    expect(toPhone({ text: "See", ...message }, names)).toMatchObject({ text: "See", isPartial: true });
  });

  it.each<[string, object]>([
    ["words alone", composedOf()],
    ["a link's preview", { attachments: [link] }],
    ["a preview by its first address", { attachments: [{ original_url: "https://a.example", id: 1 }] }],
    [
      "the preview of a link to a message",
      { attachments: [{ ...shared, is_share: undefined, message_blocks: [{}] }] },
    ],
    [
      "a preview that an app draws",
      {
        attachments: [{ is_app_unfurl: true, app_unfurl_url: "https://a.example", blocks: [{ type: "x" }] }],
      },
    ],
    ["shapes that are none", { blocks: [null, 7, block(null, section(null))], attachments: [null, "x", []] }],
  ])("but not for %s", (_what, message) => {
    expect(toPhone({ text: "See", ...message }, names)).toMatchObject({ text: "See", isPartial: false });
  });
});

describe("toPhone finds mentions", () => {
  it("lists each id once, wherever it stands", () => {
    const message = {
      text: "<@U1> <@U3> <!subteam^S1|@nurses>",
      blocks: [
        block(
          section(
            { type: "user", user_id: "U1" },
            { type: "user", user_id: "U2" },
            { type: "user", user_id: "U1" },
          ),
          {
            type: "rich_text_list",
            style: "bullet",
            elements: [section({ type: "channel", channel_id: "C1" })],
          },
          { type: "rich_text_quote", elements: [{ type: "broadcast", range: "channel" }] },
        ),
      ],
    };
    expect(toPhone(message, names).mentions).toEqual({
      users: ["U1", "U2", "U3"],
      channels: ["C1"],
      groups: ["S1"],
      broadcast: true,
      messages: false,
    });
  });

  it.each([
    [{ url: "https://acme.slack.com/archives/C1/p1" }, "see https://acme.slack.com/archives/C1/p1"],
    [{ text: "the plan" }, "see the plan"],
    [{ channel_id: "C0SECRET", message_ts: "1700000000.000100" }, "see a message"],
  ])("takes a message of the workspace for one: %j", (shape, words) => {
    const element = { type: "message_mention", ...shape };
    const message = { blocks: [block(section({ type: "text", text: "see " }, element))] };
    const read = toPhone(message, names);
    expect(read.text).toBe(words);
    expect(hasMentions(read.mentions)).toBe(true);
    expect(read.mentions.messages).toBe(true);
  });

  it("takes nothing typed for a mention", () => {
    const typed = "&lt;@U1&gt; @here &lt;!channel&gt; #front-desk ana@a.example";
    expect(toPhone({ text: typed }, names).mentions).toEqual({
      users: [],
      channels: [],
      groups: [],
      broadcast: false,
      messages: false,
    });
  });

  it("never lets an id reach a phone", () => {
    const message = { text: "<@U0SECRET> <#C0SECRET> <!subteam^S0SECRET>" };
    const elements = [
      { type: "user", user_id: "U0SECRET" },
      { type: "channel", channel_id: "C0SECRET" },
      { type: "usergroup", usergroup_id: "S0SECRET" },
      { type: "team", team_id: "T0SECRET" },
    ];
    expect(toPhone(message, nobody).text).not.toContain("SECRET");
    expect(toPhone({ blocks: [block(section(...elements))] }, nobody).text).not.toContain("SECRET");
  });
});

describe("toPhone and strange shapes", () => {
  const kinds = [
    "rich_text",
    "rich_text_section",
    "rich_text_list",
    "rich_text_quote",
    "rich_text_preformatted",
    "table",
    "raw_text",
    "raw_number",
    "text",
    "emoji",
    "link",
    "user",
    "channel",
    "usergroup",
    "broadcast",
    "date",
    "color",
    "team",
  ];
  const fields = [
    "text",
    "url",
    "name",
    "unicode",
    "skin_tone",
    "user_id",
    "range",
    "timestamp",
    "fallback",
    "rows",
  ];
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 6 }, fc.jsonValue(), tie("node"), fc.array(tie("tree"), { maxLength: 4 })),
    node: fc
      .tuple(
        fc.constantFrom(...kinds),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...fields), fc.oneof(fc.string(), fc.jsonValue()), { maxKeys: 4 }),
        fc.record({ indent: fc.double(), offset: fc.double(), border: fc.integer() }, { requiredKeys: [] }),
      )
      .map(([type, elements, rest, numbers]) => ({ ...rest, ...numbers, type, elements })),
  }));

  it("never throws, and gives normalised text", () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), fc.string({ unit: "binary" }), (blocks, source) => {
        const read = toPhone({ text: source, blocks, attachments: [{ blocks }, ...blocks] }, names).text;
        expect(read).toBe(read.normalize("NFC").trim());
      }),
      { numRuns: 500 },
    );
  });

  it("never throws where a field is of another type", () => {
    for (const wrong of [null, 7, {}, [], "x"]) {
      expect(() => toPhone({ text: wrong, blocks: wrong, attachments: wrong } as never, names)).not.toThrow();
    }
  });

  it("survives nesting without end", () => {
    const deep = Array.from({ length: 50_000 }).reduce<unknown>(
      (inner) => section(inner),
      section(text("x")),
    );
    expect(toPhone({ text: "hello", blocks: [block(deep)] }, names).text).toBe("hello");
  });

  it("reads the longest message of signs without delay", () => {
    for (const sign of ["*", "_a ", "<", "`", "```", ":", " ", "\n", "&amp;", ":a", "<@", "> "]) {
      const source = sign.repeat(40_000 / sign.length);
      toPhone({ text: `${source}x`, blocks: [block(section(text(`${source}x`)))] }, names);
      toPhone({ text: `x${source}x` }, names);
    }
  });
});

interface ComposedMessage {
  readonly is: string;
  readonly text: string;
  /** Of the one section of its one block. */
  readonly elements?: readonly object[];
  readonly phone: string;
  readonly users?: readonly string[];
  readonly channels?: readonly string[];
}

const composed = parse(
  readFileSync(new URL("../../fixtures/slack/messages.yml", import.meta.url), "utf8"),
) as ComposedMessage[];

describe("toPhone on messages as Slack's composer writes them", () => {
  it.each(composed)("$is reads the same from its blocks and from its text", (message) => {
    const { text: source, elements, phone: wanted, users = [], channels = [] } = message;
    const known: SlackNames = { user: () => "Threadline", channel: () => "general", group: () => null };
    const fromText = { text: source };
    const both = { text: source, blocks: [block(section(...(elements ?? [])))] };
    for (const given of elements === undefined ? [fromText] : [fromText, both]) {
      const read = toPhone(given, known);
      expect(read.text).toBe(wanted);
      expect(read.mentions).toEqual({ users, channels, groups: [], broadcast: false, messages: false });
    }
  });
});
