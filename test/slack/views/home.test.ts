import type { KnownBlock } from "@slack/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutoReply } from "../../../src/domain/directory.ts";
import type { GroupStanding } from "../../../src/domain/group-standings.ts";
import type {
  BlockedAtHome,
  ConversationAtHome,
  DraftAtHome,
  ListAtHome,
  MembersHome,
  OptOutAtHome,
  TeamAtHome,
  TemplatesAtHome,
  TextAtHome,
  UnloggedAtHome,
} from "../../../src/domain/home.ts";
import { type HomeList, type Listed, pageSizes } from "../../../src/domain/home-lists.ts";
import type {
  Address,
  ContactId,
  DraftId,
  E164,
  Extension,
  MessageId,
  NoticeId,
  RecordId,
  SlackChannelId,
  SlackTs,
} from "../../../src/domain/ids.ts";
import type { AnswersTo } from "../../../src/domain/route-back.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { checkView } from "../../../src/sandbox/slack/block-rules.ts";
import { drawHome } from "../../../src/slack/views/home.ts";
import { readTurn } from "../../../src/slack/views/home-lists.ts";
import { drawFoundOptOuts } from "../../../src/slack/views/home-team.ts";
import { hostileText } from "../text/hostile-text.ts";

const line = (name: string, number: string, channel: string | null = null) => ({
  name,
  number: number as E164,
  channel: channel as SlackChannelId | null,
});
const cell = line("Dee", "+15550100007");
const away: AutoReply = { text: "I am away.", on: true, hours: "always" };

const spammer = (index: number): BlockedAtHome => ({
  contact: `c${index}` as ContactId,
  address: "+15550190066" as Address,
  name: "Loud *Larry*",
  by: "Ben Ito",
  at: 1_700_000_000_000,
  texts: 3,
});

const none = { rows: [], page: 0, more: false, total: 0 } as const;
const page = <Row>(rows: readonly Row[], more: Partial<Listed<Row>> = {}): Listed<Row> => ({
  rows,
  page: 0,
  more: false,
  total: rows.length,
  ...more,
});
const team: TeamAtHome = { groups: none, group: null, memberless: none, optOuts: none, blocked: none };
const teamWith = (change: Partial<TeamAtHome>) => ({ team: { ...team, ...change } });
const plainHome: MembersHome = {
  kind: "member",
  lines: [cell],
  outbound: {
    name: "Front desk",
    number: "+15550100001" as E164,
    isSmsOn: true,
    answersTo: { kind: "back" },
  },
  groups: [],
  deciding: none,
  mine: { ...none, waiting: 0 },
  unassigned: none,
  scheduled: none,
  lists: none,
  drafts: none,
  templates: null,
  snoozed: { ...none, isShown: false },
  unlogged: none,
  autoReply: { reply: away, hours: null },
  logging: { autoLog: true, popupAfterFirst: false, own: 0, remindWeekly: true },
  team: null,
};
const teamUrl = "https://acme.slack.com/";
const at: Place = { channel: "C1" as SlackChannelId, ts: "1700000000.000100" as SlackTs };

const conversation = (change: Partial<ConversationAtHome> = {}): ConversationAtHome => ({
  contact: "Maria Lopez (…9001)",
  at,
  waitingSince: 1_700_000_000_000,
  lastAt: 1_700_000_000_000,
  of: "Front desk",
  holder: null,
  wakesAt: null,
  ...change,
});
const text = (change: Partial<TextAtHome> = {}): TextAtHome => ({
  message: "m1" as MessageId,
  contact: "Maria Lopez (…9001)",
  at: { place: { ...at, ts: "1700000001.000100" as SlackTs }, thread: at.ts },
  words: "See you at five.",
  due: 1_700_003_600_000,
  unlessTheyWrite: false,
  asked: "It reached us too late. Is it still right to send?",
  offer: {
    notice: "n1" as NoticeId,
    choices: [
      { choice: "send_now", label: "Send now" },
      { choice: "discard", label: "Discard" },
    ],
  },
  ...change,
});

const list = (change: Partial<ListAtHome> = {}): ListAtHome => ({
  at,
  recipients: 40,
  pending: 12,
  words: "We are closed on Monday.",
  template: null,
  begins: null,
  isAsking: false,
  ...change,
});

const draft = (change: Partial<DraftAtHome> = {}): DraftAtHome => ({
  draft: "d1" as DraftId,
  contact: "Maria Lopez (…9001)",
  at,
  words: "We are open until six.",
  template: "Opening hours",
  keptAt: 1_700_000_000_000,
  due: null,
  ...change,
});
const unlogged = (change: Partial<UnloggedAtHome> = {}): UnloggedAtHome => ({
  record: "r1" as RecordId,
  contact: "Maria Lopez (…9001)",
  at,
  of: null,
  day: "2026-01-31",
  why: "HubSpot has 2 contacts with this number.",
  ...change,
});
const used = (change: Partial<TemplatesAtHome["most"][number]> = {}) => ({
  name: "Opening hours",
  key: "hours",
  sends: 1_200,
  lastAt: 1_700_000_000_000,
  by: 3,
  mostBy: "Ana Reyes",
  ...change,
});

function blocksWith(change: Partial<MembersHome> = {}): KnownBlock[] {
  const home = drawHome({ ...plainHome, ...change }, teamUrl);
  expect(checkView({ ...home }).messages).toEqual([]);
  return home.blocks as KnownBlock[];
}

function homeWith(change: Partial<MembersHome> = {}): string {
  return JSON.stringify(blocksWith(change));
}

describe("the Home", () => {
  it("tells somebody who is not in the directory so, and offers nothing", () => {
    const home = JSON.stringify(drawHome({ kind: "stranger" }, teamUrl).blocks);
    expect(home).toContain("You are not in Threadline’s directory");
    expect(home).not.toContain("auto_reply");
  });

  it("names the lines that lead to a member and the one that they answer from", () => {
    const lines = [cell, line("Fax", "+15550100008"), line("Sales", "+15550100009", "C9")];
    const home = homeWith({ lines });
    expect(home).toContain("Texts to *Dee* (555) 010-0007 and *Fax* (555) 010-0008 come to your messages");
    expect(home).toContain("Texts to *Sales* (555) 010-0009 come to <#C9>.");
    expect(home).toContain("What you answer leaves from *Front desk* (555) 010-0001.");
  });

  it("says what is missing where nothing can leave", () => {
    expect(homeWith({ outbound: null })).toContain("You have no outbound line");
    const outbound = { ...cell, isSmsOn: false, answersTo: { kind: "back" } } as const;
    expect(homeWith({ outbound })).toContain("SMS is switched off for its account");
  });

  it("offers an auto-reply to whom a line leads to alone", () => {
    expect(homeWith()).toContain('"action_id":"auto_reply.edit"');
    const groups = [{ name: "Front desk", channel: "C1" as SlackChannelId }];
    const home = homeWith({ lines: [], groups });
    expect(home).not.toContain("auto_reply");
    expect(home).toContain("No line leads to you alone.");
    expect(home).toContain("You answer for Front desk in <#C1>.");
    expect(homeWith({ groups })).toContain("You also answer for Front desk in <#C1>.");
  });

  it.each<[string, AutoReply | null, string[]]>([
    ["none", null, ["*Auto-reply*  ·  off", "A text that answers by itself"]],
    ["one that is on", away, ["*Auto-reply*  ·  on", "It answers at any time:", "I am away."]],
    ["one that is off", { ...away, on: false }, ["*Auto-reply*  ·  off", "I am away."]],
    ["one outside hours", { ...away, hours: "outside" }, ["outside your hours (Mon-Fri 9:00-17:00):"]],
    ["one with a pause", { ...away, atMostEveryMinutes: 60 }, ["one number once in 60 minutes at most:"]],
    ["one with a short pause", { ...away, atMostEveryMinutes: 1 }, ["one number once a minute at most:"]],
  ])("shows an auto-reply as it stands: %s", (_, reply, words) => {
    const home = homeWith({ autoReply: { reply, hours: "Mon-Fri 9:00-17:00" } });
    for (const word of words) expect(home).toContain(word);
  });

  it("shows the words of an auto-reply as they are, whatever stands in them", () => {
    const home = homeWith({ autoReply: { reply: { ...away, text: "<!here> *now*" }, hours: null } });
    expect(home).toContain("&lt;!");
    expect(home).not.toContain("<!here>");
    expect(home).not.toContain("*now*");
  });

  it.each<[string, AnswersTo, string]>([
    ["back", { kind: "back" }, "Answers to it come back to you."],
    ["to nobody", { kind: "nobody" }, ":warning: That line leads to nobody"],
    ["to others", { kind: "others", name: "*Billing*" }, "New texts to that line go to"],
  ])("says where answers to the outbound line come: %s", (_, answersTo, words) => {
    const outbound = { ...cell, isSmsOn: true, answersTo };
    const home = homeWith({ outbound });
    expect(home).toContain(words);
    expect(home).not.toContain("*Billing*");
  });

  it("lists to managers the numbers that are blocked, each with its button", () => {
    expect(homeWith()).not.toContain("Blocked numbers");
    expect(homeWith({ team })).toContain("*Blocked numbers*\\nNone.");
    const blocked = page([spammer(1), { ...spammer(2), name: null, texts: 1 }]);
    const home = homeWith(teamWith({ blocked }));
    expect(home).toMatch(/Loud \*?.*Larry.* \(555\) 019-0066 {2}· {2}by Ben Ito, .* {2}· {2}3 texts since/);
    expect(home).toContain("1 text since");
    expect(home.match(/"action_id":"contact.unblock","value":"c\d"/g)).toHaveLength(2);
  });
});

describe("what waits at the Home", () => {
  it("says in plain words that there is nothing, in two lines", () => {
    const words = homeWith({ groups: [{ name: "Front desk", channel: "C1" as SlackChannelId }] });
    expect(words).toContain("*Waiting for you*\\nNothing waits for you.");
    expect(words).toContain(
      "In your groups, somebody has every conversation. No text of yours waits for your word, and none is scheduled.",
    );
    expect(homeWith()).not.toContain("In your groups");
    for (const absent of ["Not sent", "Nobody has these", "*Scheduled*", "Snoozed"])
      expect(words).not.toContain(absent);
  });

  it("shows a conversation with who waits since when, linked with its thread", () => {
    const rows = [conversation(), conversation({ waitingSince: null, of: null, contact: "(555) 019-9002" })];
    const home = homeWith({ mine: { ...page(rows), waiting: 1 } });
    expect(home).toContain("*Waiting for you*  ·  2  ·  1 unanswered");
    const link = "<https://acme.slack.com/archives/C1/p1700000000000100";
    expect(home).toContain(`:red_circle:  ${link}|Maria Lopez (…9001)>  ·  waiting since <!date^1700000000^`);
    expect(home).toContain(`:white_circle:  ${link}|(555) 019-9002>  ·  quiet since <!date^1700000000^`);
    expect(home).toMatch(/> {2}· {2}Front desk\\n/);
    expect(home).toMatch(/> {2}· {2}your own"/);
    const quiet = homeWith({ mine: { ...page([conversation({ waitingSince: null })]), waiting: 0 } });
    expect(quiet).toContain("*Your conversations*  ·  1  ·  all answered");
    const unposted = homeWith({ mine: { ...page([conversation({ at: null })]), waiting: 1 } });
    expect(unposted).toContain(":red_circle:  Maria Lopez (…9001)  ·  waiting");
  });

  it("turns the pages of a list by buttons that say where they lead", () => {
    const rows = [conversation()];
    const middle = homeWith({ unassigned: page(rows, { page: 2, more: true, total: 40 }) });
    expect(middle).toContain("*Nobody has these yet*  ·  11–11 of 40");
    expect(middle).toContain('"text":"Earlier"},"action_id":"home.turn.back","value":"unassigned 1"');
    expect(middle).toContain('"text":"Later"},"action_id":"home.turn.on","value":"unassigned 3"');
    expect(homeWith({ unassigned: page(rows) })).not.toContain("home.turn");
    const optOuts = page([gone], { page: 1, more: true, total: null });
    const backwards = homeWith(teamWith({ optOuts }));
    expect(backwards).toContain("*Opt-outs*  ·  6–6");
    expect(backwards).toContain('"text":"Earlier"},"action_id":"home.turn.on","value":"opt_outs 2"');
  });

  it("puts first what did not leave, with what is asked and a link to the message in its thread", () => {
    const home = homeWith({ deciding: page([text()]) });
    expect(home.indexOf("Not sent: you decide")).toBeLessThan(home.indexOf("Waiting for you"));
    expect(home).toContain("p1700000001000100?thread_ts=1700000000.000100&amp;cid=C1|Maria Lopez (…9001)>");
    expect(home).toContain("“See you at five.”\\nIt reached us too late. Is it still right to send?");
    expect(home).toContain('"text":"Discard"},"action_id":"notice.choose.discard","value":"n1"');
    expect(homeWith({ deciding: page([text({ offer: null })]) })).not.toContain("notice.choose");
    expect(homeWith({ deciding: page([text({ words: null })]) })).not.toContain("See you");
  });

  it("shows what is scheduled with its time in the reader's zone, and what can be done about it", () => {
    const home = homeWith({ scheduled: page([text({ unlessTheyWrite: true })]) });
    expect(home).toContain("<!date^1700003600^{date_short_pretty} at {time}|");
    expect(home).toContain("cancelled if they write first\\n“See you at five.”");
    for (const [label, action] of [
      ["Send now", "text.send_now"],
      ["Edit", "text.edit"],
      ["Cancel", "text.cancel"],
    ])
      expect(home).toContain(`"text":"${label}"},"action_id":"${action}","value":"m1"`);
  });

  it("shows how far texts to many are, linked with where they can be stopped", () => {
    const rows = [
      list(),
      list({ recipients: 1, begins: 1_700_003_600_000, words: null }),
      list({ isAsking: true, at: null, template: "Opening *hours*" }),
    ];
    const home = homeWith({ lists: page(rows) });
    expect(home).toContain(
      "*Texts to many*  ·  3\\n:busts_in_silhouette:  <https://acme.slack.com/archives/C1/",
    );
    expect(home).toContain("|To 40 recipients>  ·  under way, 12 to go  ·  “We are closed on Monday.”");
    expect(home).toContain("|To 1 recipient>  ·  begins <!date^1700003600^");
    expect(home).toContain("To 40 recipients  ·  waits for your word  ·  from template Opening ");
    expect(homeWith()).not.toContain("Texts to many");
  });

  it("counts what is snoozed, and shows it to who asks", () => {
    const hidden = homeWith({ snoozed: { ...page([conversation()]), isShown: false } });
    expect(hidden).toContain("*Snoozed*  ·  1");
    expect(hidden).toContain('"action_id":"home.turn.show","value":"snoozed 0"');
    expect(hidden).not.toContain("Maria");
    const rows = [conversation({ wakesAt: 1_700_003_600_000 }), conversation({ of: null })];
    const shown = homeWith({ snoozed: { ...page(rows), isShown: true } });
    expect(shown).toContain('"action_id":"home.turn.hide","value":"snoozed -"');
    expect(shown).toMatch(/Front desk {2}· {2}nobody has it {2}· {2}until <!date\^1700003600/);
    expect(shown).toMatch(/your own {2}· {2}until they write/);
  });

  it("reads of a button what was turned", () => {
    expect(readTurn("mine 3")).toEqual({ list: "mine", page: 3 });
    expect(readTurn("group:200 -")).toEqual({ list: "group:200", page: null });
    for (const odd of ["", "mine", "mine x"]) expect(readTurn(odd).page).toBeNaN();
  });
});

const gone: OptOutAtHome = {
  address: "+15550199001" as Address,
  name: "Maria Lopez",
  at: 1_700_000_000_000,
  how: "they wrote “STOP”",
  line: null,
};
const standing: GroupStanding = {
  name: "Front desk",
  extension: "200" as Extension,
  channel: "C1" as SlackChannelId,
  open: 12,
  unassigned: 4,
  waiting: 2,
  oldest: 1_700_000_000_000,
};

describe("the team at a manager's Home", () => {
  it("of an empty directory says so in plain words", () => {
    const home = homeWith({ lines: [], outbound: null, team });
    for (const words of [
      "No group is in the directory yet.",
      "Somebody answers on every line.",
      "Nobody has opted out.",
      "*Blocked numbers*\\nNone.",
    ])
      expect(home).toContain(words);
    expect(home).not.toContain("opt_outs.find");
  });

  it("says how much is open in each group, and shows one of them to who asks", () => {
    const quiet = { ...standing, name: "Billing", extension: "300" as Extension, open: 0, oldest: null };
    const groups = page([standing, quiet]);
    const home = homeWith(teamWith({ groups }));
    expect(home).toContain(
      "*Front desk* in <#C1>  ·  12 open, 4 with nobody, 2 waiting, the longest since <!date",
    );
    expect(home).toContain('"action_id":"home.turn.show","value":"group:200 0"');
    expect(home).toContain("*Billing* in <#C1>  ·  nothing open");
    expect(home).not.toContain("group:300");
    const rows = [conversation({ holder: "Ben Ito" }), conversation()];
    const group = { ...page(rows, { more: true, total: 12 }), name: "Front desk", extension: "200" };
    const inside = homeWith(teamWith({ groups, group }));
    expect(inside).toContain('"action_id":"home.turn.hide","value":"group:200 -"');
    expect(inside).toContain("*Open in Front desk*  ·  1–2 of 12");
    for (const who of ["Ben Ito has it", "nobody has it"]) expect(inside).toContain(who);
    expect(inside).toContain('"action_id":"home.turn.on","value":"group:200 1"');
  });

  it("names lines that nobody answers, and who opted out, with a field to find one", () => {
    const memberless = page([{ name: "Fax", number: "+15550100008" as E164, why: "leads to nobody" }]);
    const optOuts = page([gone, { ...gone, name: null, line: "Billing" }], { total: null });
    const home = homeWith(teamWith({ memberless, optOuts }));
    expect(home).toContain(":warning:  *Fax* (555) 010-0008  ·  leads to nobody");
    expect(home).toMatch(
      /Maria Lopez \(555\) 019-9001 {2}· {2}<!date.*, they wrote “STOP” {2}· {2}all lines/,
    );
    expect(home).toContain("only Billing");
    expect(home).toContain('"action_id":"opt_outs.find"');
  });

  it("shows in a window who was found", () => {
    const found = drawFoundOptOuts({ typed: "<!here> *mar*", rows: [gone], rest: 4 });
    expect(checkView({ ...found }).messages).toEqual([]);
    const words = JSON.stringify(found.blocks);
    expect(words).toContain("Maria Lopez (555) 019-9001");
    expect(words).toContain("and 4 more");
    expect(words).not.toContain("<!here>");
    const nobody = JSON.stringify(drawFoundOptOuts({ typed: "zz", rows: [], rest: 0 }).blocks);
    expect(nobody).toContain("Nobody who opted out has “zz” in their name or number.");
  });
});

/** The most that the rules let stand there, of whatever words. */
function fullest(words: string, address: string): MembersHome {
  const full = <Row>(list: HomeList, row: Row, total: number | null = 9_999): Listed<Row> => ({
    rows: Array.from({ length: pageSizes[list] }, () => row),
    page: 7,
    more: true,
    total,
  });
  const talk = conversation({ contact: words, of: words, holder: words, wakesAt: 1_700_000_000_000 });
  const wait = text({ contact: words, words, unlessTheyWrite: true });
  const named = { name: words, number: cell.number };
  const many = (channel: string | null) =>
    Array.from({ length: 40 }, () => ({ ...named, channel: channel as SlackChannelId | null }));
  const group = { ...full("group", talk), name: words, extension: "200" };
  return {
    kind: "member",
    lines: [...many(null), ...many("C0123456789")],
    outbound: { ...named, isSmsOn: false, answersTo: { kind: "others", name: words } },
    groups: many("C0123456789").flatMap(({ name, channel }) => (channel === null ? [] : { name, channel })),
    deciding: full("deciding", wait),
    mine: { ...full("mine", talk), waiting: 99 },
    unassigned: full("unassigned", talk),
    scheduled: full("scheduled", wait),
    lists: full("lists", list({ words, recipients: 100, pending: 100 })),
    drafts: full("drafts", draft({ contact: words, words, template: words, due: 1_700_000_000_000 })),
    templates: {
      most: Array.from({ length: 10 }, () => used({ name: words, key: words, mostBy: words })),
      unused: Array.from({ length: 500 }, () => ({ name: words, key: words, lastAt: 1_700_000_000_000 })),
    },
    snoozed: { ...full("snoozed", talk), isShown: true },
    unlogged: full("unlogged", unlogged({ contact: words, of: words, why: words })),
    logging: { autoLog: true, popupAfterFirst: true, own: 9, remindWeekly: false },
    autoReply: {
      reply: {
        text: words.padEnd(1_600, "*").slice(0, 1_600),
        on: true,
        hours: "outside",
        atMostEveryMinutes: 60,
      },
      hours: "Mon-Fri 9:00-17:00, ".repeat(20),
    },
    team: {
      groups: full("groups", { ...standing, name: words }),
      group,
      memberless: full("memberless", { ...named, why: words }),
      optOuts: full(
        "opt_outs",
        { ...gone, address: address as Address, name: words, how: words, line: words },
        null,
      ),
      blocked: full("blocked", { ...spammer(1), address: address as Address, name: words, by: words }),
    },
  };
}

describe("how what is one's own is logged", () => {
  const logging = (change: object) =>
    homeWith({ logging: { autoLog: true, popupAfterFirst: false, own: 0, remindWeekly: true, ...change } });

  it("is said, with what leads to the settings", () => {
    const home = logging({});
    expect(home).toContain("*Logging*  ·  by itself\\nOnce a week you are reminded of what is not logged.");
    expect(home).toContain('"text":"Logging settings"},"action_id":"log.settings"');
  });

  it("says what differs from that", () => {
    expect(logging({ autoLog: false, own: 1, remindWeekly: false })).toContain(
      "*Logging*  ·  by hand\\nOne setting is your own. You are not reminded of what is not logged.",
    );
    expect(logging({ popupAfterFirst: true, own: 3 })).toContain(
      "The logging page opens after your first message of a day. 3 settings are your own.",
    );
  });

  it("says of whoever has no line of their own only whether they are reminded", () => {
    const home = homeWith({ lines: [] });
    expect(home).toContain("*Logging*\\nOnce a week");
  });
});

describe("what somebody keeps unsent", () => {
  it("is listed with whom it is for, from which template, and what can be done about it", () => {
    const home = homeWith({ drafts: page([draft()]) });
    expect(home).toContain("*Drafts*  ·  1");
    expect(home).toMatch(
      /To <https:\/\/acme\.slack\.com\/archives\/C1\/p1700000000000100[^|]*\|Maria Lopez \(…9001\)> {2}· {2}from template Opening hours {2}· {2}kept <!date\^1700000000/,
    );
    expect(home).toContain("“We are open until six.”");
    for (const [label, action] of [
      ["Open", "draft.open"],
      ["Send now", "draft.send"],
      ["Discard", "draft.discard"],
    ])
      expect(home).toContain(`"text":"${label}"},"action_id":"${action}","value":"d1"`);
    expect(homeWith()).not.toContain("Drafts");
  });

  it("hides its words where its line shows none, and says for when it is", () => {
    const home = homeWith({ drafts: page([draft({ words: null, template: null, due: 1_700_003_600_000 })]) });
    expect(home).not.toContain("open until six");
    expect(home).not.toContain("from template");
    expect(home).toContain("for <!date^1700003600^");
  });
});

describe("what is not logged", () => {
  it("is listed with whose it is, of which day, why, and how to log it", () => {
    const home = homeWith({ unlogged: page([unlogged()]) });
    expect(home).toContain("*Not logged*  ·  1");
    expect(home).toMatch(
      /\|Maria Lopez \(…9001\)> {2}· {2}your own {2}· {2}2026-01-31\\nHubSpot has 2 contacts/,
    );
    expect(home).toContain('"text":"Log"},"action_id":"log.open","value":"r1"');
    expect(homeWith()).not.toContain("Not logged");
  });

  it("of a group says whose, and of no day", () => {
    const home = homeWith({ unlogged: page([unlogged({ of: "Front desk", day: null })]) });
    expect(home).toContain("Front desk\\nHubSpot has");
  });
});

describe("templates at the Home", () => {
  it("can be managed by everybody; how they are used only managers see", () => {
    const home = homeWith();
    expect(home).toContain('"text":"Manage templates"},"action_id":"template.manage"');
    expect(home).not.toContain("Sent most");
    expect(home).not.toContain("Not sent for");
  });

  it("are named with how often and by whom they are sent, and those that nobody sends", () => {
    const most = [used(), used({ name: "Parking", key: "parking", sends: 1, by: 1, mostBy: "Ben" })];
    const unused = [
      { name: "Snow", key: "snow", lastAt: null },
      { name: "Heat", key: "heat", lastAt: 1_700_000_000_000 },
    ];
    const home = homeWith({ templates: { most, unused } });
    expect(home).toContain(
      "*Opening hours* `!hours`  ·  sent 1,200 times, by 3 people, most by Ana Reyes  ·  last <!date^1700000000^",
    );
    expect(home).toContain("*Parking* `!parking`  ·  sent once, all by Ben  ·  last");
    expect(home).toContain(
      "Not sent for 90 days:\\n*Snow* `!snow`  ·  never sent\\n*Heat* `!heat`  ·  last <!date",
    );
    expect(homeWith({ templates: { most: [], unused: [] } })).not.toContain("Sent most");
  });

  it("that nobody sends are named up to ten, and the rest counted", () => {
    const unused = Array.from({ length: 25 }, (_, index) => ({
      name: `T${index}`,
      key: `t${index}`,
      lastAt: null,
    }));
    const home = homeWith({ templates: { most: [], unused } });
    expect(home).toContain("*T9*");
    expect(home).not.toContain("*T10*");
    expect(home).toContain("and 15 more");
  });
});

describe("however much there is, and whatever words stand in it", () => {
  const plenty = "*".repeat(3_000);

  it("a Home has a hundred blocks at most, and is whole", () => {
    const blocks = blocksWith(fullest(plenty, "+15550199001"));
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(blocks.at(-1))).toContain("Texts to your team’s numbers come into Slack");
  });

  it("Slack takes it, and nothing in it acts", () => {
    const odd = fc.oneof(hostileText, fc.string({ unit: "binary", maxLength: 400 }), fc.constant(plenty));
    fc.assert(
      fc.property(odd, odd, (words, address) => {
        const home = drawHome(fullest(words, address), teamUrl);
        expect(checkView({ ...home }).messages).toEqual([]);
        expect(home.blocks.length).toBeLessThanOrEqual(100);
        expect(JSON.stringify(home.blocks.at(-1))).toContain("each conversation as a thread");
        const mrkdwn = JSON.stringify(home.blocks);
        for (const [command] of mrkdwn.matchAll(/<[^>]*>/g))
          expect(command).toMatch(
            /^<(#C0123456789|#C1|!date\^\d+\^[^|]*\|[^|<]*|https:\/\/acme\.slack\.com\/archives\/.*\|.*)>$/s,
          );
      }),
      { numRuns: 60 },
    );
  });
});
