import { describe, expect, it } from "vitest";
import type { CardModel } from "../../../src/domain/card.ts";
import type { CardRecord } from "../../../src/domain/card-logging.ts";
import type { RecordId, SlackUserId } from "../../../src/domain/ids.ts";
import { drawCard } from "../../../src/slack/views/card.ts";
import { card as open } from "../stand-in.ts";

const logged: CardRecord = {
  record: "r1" as RecordId,
  state: "logged",
  crm: "HubSpot",
  isPart: false,
  stands: true,
  url: "https://app.hubspot.com/contacts/1/record/0-1/7?a=1&b=2",
  sentence: null,
  chooses: true,
  creates: true,
};
const waits: CardRecord = {
  ...logged,
  state: "contact",
  stands: false,
  url: null,
  sentence: "HubSpot has no contact with this number.",
};
const resolved: CardModel = {
  ...open,
  state: "resolved",
  waitingSince: null,
  resolved: { by: "ben", user: "U0BEN" as SlackUserId, at: 1_700_000_100_000 },
};

const drawn = (card: CardModel) => drawCard(card, "https://acme.slack.com/", false).blocks;
const text = (card: CardModel) => JSON.stringify(drawn(card));
function buttons(card: CardModel) {
  const elements = drawn(card).flatMap((block) => (block.type === "actions" ? block.elements : []));
  return elements.flatMap((element) =>
    element.type === "button" ? [[element.text.text, element.action_id, element.value]] : [],
  );
}

describe.each([
  ["open", open],
  ["resolved", resolved],
])("the %s card", (_, card) => {
  const plain = drawn({ ...card, logging: null }).length;

  it("says in its line that it is logged, linked", () => {
    const link = "Logged to <https://app.hubspot.com/contacts/1/record/0-1/7?a=1&amp;b=2|HubSpot>";
    expect(text({ ...card, logging: logged })).toContain(link);
    expect(text({ ...card, logging: { ...logged, url: null } })).toContain("Logged to HubSpot");
  });

  it.each([
    "javascript:alert(1)",
    "no address",
    `https://example.com/${"x".repeat(2_000)}`,
    "data:text/html,x",
  ])("links no address that is none: %#", (url) => {
    const words = text({ ...card, logging: { ...logged, url } });
    expect(words).toContain("Logged to HubSpot");
    expect(words).not.toContain(url);
  });

  it("lets no address end its link", () => {
    const words = text({ ...card, logging: { ...logged, url: "https://example.com/a|b>c<d" } });
    expect(words).toContain("<https://example.com/a%7Cb%3Ec%3Cd|HubSpot>");
  });

  it("asks whom it is logged on, with its two buttons, which carry the record's id alone", () => {
    const words = text({ ...card, logging: waits });
    expect(words).toContain("*Not logged to HubSpot yet:* HubSpot has no contact with this number.");
    expect(buttons({ ...card, logging: waits })).toEqual(
      expect.arrayContaining([
        ["Choose contact", "log.choose", "r1"],
        ["Create contact", "log.create", "r1"],
      ]),
    );
    expect(drawn({ ...card, logging: waits })).toHaveLength(plain + 2);
  });

  it("offers no contact to be created where the CRM takes none", () => {
    const labels = buttons({ ...card, logging: { ...waits, creates: false } }).map(([label]) => label);
    expect(labels).toContain("Choose contact");
    expect(labels).not.toContain("Create contact");
  });

  it.each([
    ["rejected", "Try again"],
    ["uncertain", "Try again"],
    ["deleted", "Log again"],
  ] as const)("that was %s offers %s", (state, label) => {
    const logging = { ...waits, state, stands: true, sentence: "It lacks a subject." };
    expect(buttons({ ...card, logging })).toContainEqual([label, "log.try_again", "r1"]);
    expect(text({ ...card, logging })).toContain("*Not logged to HubSpot any further:* It lacks a subject.");
    expect(text({ ...card, logging: { ...logging, sentence: null } })).toContain("any further:* ");
  });

  it("shows what the CRM says as it is, and cut", () => {
    const sentence = `*<!channel>* & ${"x".repeat(5_000)}`;
    const words = text({ ...card, logging: { ...waits, sentence } });
    expect(words).not.toContain("<!channel>");
    expect(words.length).toBeLessThan(4_000);
  });

  it("tells of messages that somebody chose as such", () => {
    const part = { ...logged, isPart: true };
    expect(text({ ...card, logging: part })).toContain("Some messages logged to <https://app.hubspot.com/");
    expect(text({ ...card, logging: { ...waits, isPart: true } })).toContain(
      "*Some messages not logged to HubSpot yet:* ",
    );
  });

  it("lets the contact be changed once it is logged, where that matters", () => {
    expect(text({ ...card, logging: logged })).toContain("Change contact...");
    expect(text({ ...card, logging: { ...logged, chooses: false } })).not.toContain("Change contact...");
    expect(text({ ...card, logging: waits })).not.toContain("Change contact...");
  });
});

describe("the resolved card that asks", () => {
  const menus = (card: CardModel) => text(card).split('"type":"static_select"').length - 1;

  it.each(["contact", "association", "uncertain", "rejected", "deleted"] as const)(
    "has its menu beside what it asks: %s",
    (state) => {
      const asking = { ...resolved, logging: { ...waits, state } };
      expect(drawn(asking).at(-1)).toMatchObject({ type: "actions" });
      expect(menus(asking)).toBe(1);
      expect(text(asking)).toContain("Log to CRM");
      expect(text(asking)).toContain("Transcript");
    },
  );

  it("has it once where its number is blocked, as the open one has", () => {
    const blocked = { by: "Ana", user: null, at: 0 };
    expect(menus({ ...resolved, blocked, logging: waits })).toBe(1);
    expect(menus({ ...open, logging: waits })).toBe(1);
  });
});

describe("the card of what is over and not logged", () => {
  const unlogged = { state: "unlogged", crm: "HubSpot", isDue: false } as const;

  it("has the menu beside one quiet line, with Log to CRM", () => {
    const drawing = drawn({ ...resolved, logging: unlogged });
    expect(drawing).toHaveLength(2);
    expect(drawing[1]).toMatchObject({
      text: { text: "Not logged to HubSpot" },
      accessory: { type: "static_select" },
    });
    expect(JSON.stringify(drawing[0])).toContain("Reopen");
    expect(text({ ...resolved, logging: unlogged })).toContain("Log to CRM");
    expect(text({ ...resolved, logging: { ...unlogged, isDue: true } })).toContain(
      "Waits to be logged to HubSpot",
    );
  });

  it("has it beside its only line where a later conversation follows", () => {
    const drawing = drawn({ ...resolved, newest: false, logging: unlogged });
    expect(drawing).toMatchObject([{ type: "section", accessory: { type: "static_select" } }]);
    expect(JSON.stringify(drawing)).toContain("Log to CRM");
  });

  it("has none twice where its number is blocked", () => {
    const blocked = { by: "Ana", user: null, at: 0 };
    expect(drawn({ ...resolved, blocked, logging: unlogged })).toHaveLength(1);
  });
});
