import { describe, expect, it } from "vitest";
import type { CardModel } from "../../../src/domain/card.ts";
import type {
  Address,
  EpisodeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../src/domain/ids.ts";
import { drawCard } from "../../../src/slack/views/card.ts";
import { cardActions } from "../../../src/slack/views/card-buttons.ts";

const team = "https://acme.slack.com/";
const ben = { username: "ben" as Username, user: "U0BEN" as SlackUserId };
const place = { channel: "C0FRONT" as SlackChannelId, ts: "1700000000.000100" as SlackTs };

const open: CardModel = {
  episode: "e1" as EpisodeId,
  channel: "C0FRONT" as SlackChannelId,
  contact: { name: "Maria Lopez", address: "+15550199001" as Address },
  line: "Front desk",
  state: "open",
  direct: null,
  assignee: null,
  lastTextAt: 1_700_000_000_000,
  waitingSince: 1_700_000_000_000,
  snoozedUntil: null,
  hasDrafts: false,
  answered: null,
  resolved: null,
  quote: { whose: "Customer", words: "Hi, are you open today?" },
  preview: ["Hi, are you open today?"],
  optedOut: null,
  inReview: false,
  blocked: null,
  movedTo: null,
  earlier: null,
  later: null,
  replaces: null,
  logging: null,
  newest: true,
  calls: { kind: "none" },
};
const answered: CardModel = {
  ...open,
  assignee: ben,
  waitingSince: null,
  answered: { at: 1_700_000_060_000, by: "Ben Ito" },
  quote: { whose: "Ben Ito", words: "Yes, until six." },
};
const resolved: CardModel = {
  ...answered,
  state: "resolved",
  resolved: { by: "ben", user: ben.user, at: 1_700_000_100_000 },
};

function buttons(card: CardModel) {
  return drawCard(card, team, false).blocks.flatMap((block) => {
    const elements = block.type === "actions" ? block.elements : [];
    const beside = block.type === "section" ? [block.accessory] : [];
    return [...elements, ...beside].flatMap((element) => (element?.type === "button" ? [element] : []));
  });
}

const said = (words: string) => ({ quote: { whose: "Customer", words }, preview: [words] });
const labels = (card: CardModel) => buttons(card).map(({ text }) => text.text);
const drawn = (card: CardModel, fresh = false) => JSON.stringify(drawCard(card, team, fresh));

describe("a card's buttons", () => {
  const table: [string, CardModel, string[]][] = [
    ["offer Take, Resolve and Template while nobody has it", open, ["Take", "Resolve", "Template"]],
    [
      "offer Release too while somebody has it",
      { ...open, assignee: ben },
      ["Take", "Release", "Resolve", "Template"],
    ],
    ["offer Reopen on the newest resolved one", resolved, ["Reopen"]],
    ["offer nothing on an older one", { ...resolved, newest: false }, []],
  ];
  it.each(table)("%s", (_fact, card, wanted) => expect(labels(card)).toEqual(wanted));

  it("carry the conversation and who was seen to have it", () => {
    const values = buttons({ ...open, assignee: ben }).map(({ value }) => JSON.parse(value ?? ""));
    expect(values).toEqual(Array(4).fill({ e: "e1", a: "ben" }));
    expect(JSON.parse(buttons(open)[0]?.value ?? "")).toEqual({ e: "e1", a: null });
  });

  it("stand beside a menu that offers Drafts while somebody keeps one", () => {
    const offers = '"text":"Drafts..."},"value":"{\\"e\\":\\"e1\\",\\"c\\":\\"drafts\\"}"';
    expect(drawn({ ...open, hasDrafts: true })).toContain(offers);
    expect(drawn(open)).not.toContain("Drafts...");
  });

  it("ask before taking from somebody, and only then", () => {
    const [take, release] = buttons({ ...open, assignee: ben });
    expect(take?.action_id).toBe(cardActions.take);
    expect(take?.confirm?.text.text).toBe("<@U0BEN> has it now.");
    expect(release?.confirm).toBeUndefined();
    expect(buttons(open)[0]?.confirm).toBeUndefined();
  });
});

describe("a card's words", () => {
  it("say who wrote, to which line, and since when they wait", () => {
    const text = drawn(open);
    expect(text).toContain(":red_circle:  *Maria Lopez*  (555) 019-9001  →  Front desk");
    expect(text).toContain("Waiting since <!date^1700000000^");
    expect(text).toContain("nobody has it");
  });

  it("say when they were answered, and by whom, and that nobody waits", () => {
    const text = drawn(answered);
    expect(text).toContain(":white_circle:  *Maria Lopez*");
    expect(text).toMatch(/Answered <!date\^1700000060\^[^>]*> by Ben Ito {2}· {2}<@U0BEN> has it/);
    expect(text).not.toContain("Waiting");
  });

  it("say that they were texted, not answered, where they have written nothing", () => {
    const text = drawn({ ...answered, answered: { at: 1_700_000_060_000, by: "Ben Ito", unasked: true } });
    expect(text).toMatch(/Texted <!date\^1700000060\^[^>]*> by Ben Ito/);
    expect(text).not.toContain("Answered");
  });

  it("say that they wait though they were answered before", () => {
    const text = drawn({ ...answered, waitingSince: 1_700_000_070_000 });
    expect(text).toContain("Waiting since <!date^1700000070^");
    expect(text).not.toContain("Answered");
  });

  it("say when the last text came where nobody waits and nothing was answered", () => {
    expect(drawn({ ...open, waitingSince: null })).toContain("last text <!date^1700000000^");
  });

  it("quote the newest text in one line, and whose it is", () => {
    const quote = (card: CardModel): unknown[] => {
      const block = drawCard(card, team, true).blocks.find(({ type }) => type === "rich_text");
      return block?.type === "rich_text" ? (block.elements[0]?.elements ?? []) : [];
    };
    expect(quote(open)).toEqual([
      { type: "text", text: "Customer: ", style: { bold: true } },
      { type: "text", text: "Hi, are you open today?" },
    ]);
    expect(JSON.stringify(quote(answered))).toContain("Ben Ito: ");
    const [, words] = quote({ ...open, quote: { whose: "Customer", words: "one\ntwo ".repeat(99) } });
    expect(words).toMatchObject({ text: expect.stringMatching(/^one two one.{0,55}…$/) });
  });

  it("are four lines at most while it is open", () => {
    const full = { ...open, assignee: ben, earlier: place, later: place, replaces: "deleted" } as const;
    for (const card of [full, answered, { ...full, calls: { kind: "here" } as const }])
      expect(drawCard(card, team, true).blocks.map(({ type }) => type)).toEqual([
        "section",
        "context",
        "rich_text",
        "actions",
      ]);
  });

  it("are one line once it is resolved, with its button beside it", () => {
    expect(drawCard(resolved, team, false).blocks).toMatchObject([
      { type: "section", accessory: { text: { text: "Reopen" } } },
    ]);
    const older = drawCard({ ...resolved, newest: false, later: place }, team, false).blocks;
    expect(older.map(({ type }) => type)).toEqual(["section"]);
  });

  it("show the number alone where no name is known", () => {
    const card = { ...open, contact: { ...open.contact, name: null } };
    expect(drawn(card)).toContain("*(555) 019-9001*  →  Front desk");
  });

  it("say that it resolved by itself, and until when an open one is put aside", () => {
    const alone = { by: null, user: null, at: 0, silentFor: 72 };
    expect(drawn({ ...resolved, resolved: alone })).toContain(
      "Resolved by itself after 72 hours of silence, ",
    );
    expect(drawn({ ...open, snoozedUntil: 0 })).toContain("*snoozed* until <!date^0^");
    expect(drawn({ ...open, snoozedUntil: "write" })).toContain("*snoozed* until they write");
  });

  it("say by whom and when it was resolved", () => {
    expect(drawn(resolved)).toContain("Resolved by <@U0BEN> <!date^1700000100^");
    const unknown = { ...resolved, resolved: { by: "Ana *R*", user: null, at: 0 } };
    expect(drawn(unknown)).not.toContain("*R*");
  });

  it("say that the contact opted out, also of a resolved one", () => {
    for (const card of [open, { ...resolved, newest: false }]) {
      const optedOut = { at: 1_700_000_050_000, how: "they wrote “*STOP* <!channel>”" };
      const text = drawn({ ...card, optedOut });
      expect(text).toMatch(/\*opted out\* <!date\^1700000050\^[^>]*>: they wrote “/);
      expect(text).not.toContain("<!channel>");
      expect(text).not.toContain("*STOP*");
      expect(drawn(card)).not.toContain("opted out");
    }
  });

  it("say what keeps texts back from somebody who has not opted out any more", () => {
    const words = "*texts are kept back* by the phone company, until they text START";
    expect(drawn({ ...open, keptBack: "by the phone company, until they text START" })).toContain(words);
    expect(drawn(open)).not.toContain("kept back");
  });

  it("say that it is asked whether the contact wants to opt out", () => {
    for (const card of [open, { ...resolved, newest: false }]) {
      expect(drawn({ ...card, inReview: true })).toContain("*may want to opt out*");
      expect(drawn(card)).not.toContain("opt out");
    }
  });

  it("link both ways", () => {
    const text = drawn({ ...resolved, newest: false, earlier: place, later: place });
    expect(text).toContain(
      "<https://acme.slack.com/archives/C0FRONT/p1700000000000100|earlier conversation>",
    );
    expect(text).toContain("|later conversation>");
  });

  it("lead to no line where none is known, once it goes on with somebody else", () => {
    const card: CardModel = { ...resolved, state: "closed", line: "", movedTo: "Front desk", preview: [] };
    expect(drawn(card)).toContain("(555) 019-9001  ·  Goes on with Front desk");
    expect(drawCard(card, team, false).text).toBe("Maria Lopez (…9001) (done)");
  });

  it("say that the card before was deleted", () => {
    expect(drawn({ ...open, replaces: "deleted" })).toContain("was deleted");
  });

  it("hold nothing a customer wrote where there is no preview", () => {
    const text = drawn({ ...open, quote: null, preview: [] }, true);
    expect(text).not.toContain("are you open");
    expect(drawCard({ ...open, preview: [] }, team, true).text).toBe("Maria Lopez (…9001) → Front desk");
  });

  it("hold the last three texts of a longer preview in the push text alone", () => {
    const card = drawCard({ ...open, preview: ["one", "two", "three", "four"] }, team, true);
    expect(card.text).toBe("Maria Lopez (…9001) → Front desk: two / three / four");
    expect(JSON.stringify(card.blocks)).not.toContain("three");
  });

  it("make the push text of who, line and preview", () => {
    expect(drawCard(open, team, true).text).toBe("Maria Lopez (…9001) → Front desk: Hi, are you open today?");
  });
});

describe("a group's card", () => {
  it("names all of them", () => {
    const address = "group:+15550199001,+15550199002,+15550199003" as typeof open.contact.address;
    const members = ["Maria Lopez (…9001)", "(555) 019-9002", "(555) 019-9003"];
    const name = "Maria Lopez (…9001), (555) 019-9002 and (555) 019-9003";
    const drawn = drawCard({ ...open, contact: { name, address, members } }, team, true);
    expect(JSON.stringify(drawn.blocks)).toContain(
      "Group of 3: *Maria Lopez (…9001)*, *(555) 019-9002*, *(555) 019-9003*",
    );
    expect(drawn.text).toContain("Maria Lopez (…9001)");
    const called = drawCard({ ...open, contact: { name: "The band", address, members } }, team, true);
    expect(JSON.stringify(called.blocks)).toContain("*The band*  Group of 3: ");
  });
});

describe("whom a card calls", () => {
  it.each([
    [{ kind: "here" }, "<!here>"],
    [{ kind: "users", users: [ben.user] }, "<@U0BEN>"],
  ] as const)("%j calls once, when it is new", (calls, mention) => {
    const fresh = drawCard({ ...open, calls }, team, true);
    expect(fresh.text.startsWith(mention)).toBe(true);
    expect(JSON.stringify(fresh.blocks)).toContain(mention);
    expect(drawn({ ...open, calls })).not.toContain(mention);
  });
});

describe("a card from outside words", () => {
  const name = "<!channel> *bold* & <@U1>";
  const card = { ...open, contact: { ...open.contact, name }, ...said("<!here> <@U2> *now*") };

  it("is inert in blocks and in the push text", () => {
    const { text, blocks } = drawCard(card, team, true);
    expect(text).not.toMatch(/<[!@]/);
    const mrkdwn = JSON.stringify(blocks.filter(({ type }) => type !== "rich_text"));
    expect(mrkdwn).not.toMatch(/<!channel>|<@U1>|\*bold\*/);
  });
});
