/** What has one door: outgoing texts, the carrier's send, and the bridge as those outside it see it. */
import { describe, expect, it } from "vitest";
import { placesOf, type Rule } from "./door-rules.ts";
import { sourceFiles, textOf } from "./repository.ts";

const files = sourceFiles()
  .filter((path) => !path.startsWith("src/sandbox/"))
  .map((path) => ({ path, text: textOf(path) }));

const pathsOf = (rule: Rule): string[] => [...new Set(placesOf(rule, files).map(({ path }) => path))];

describe("a text of ours", () => {
  it("is written by one file; another writes what comes in", () => {
    expect(pathsOf("inserts a message")).toEqual([
      "src/bridge/conversations/receive-sms.ts",
      "src/bridge/messages/text-row.ts",
    ]);
    const [inbound] = placesOf("inserts a message", files);
    expect(inbound?.call).toContain('direction: "in"');
    expect(inbound?.call).not.toContain('"out"');
  });

  it("is written as the door says, or because it has left already", () => {
    const takers = files.filter(({ text }) => /\/text-row\.ts"/.test(text));
    expect(takers.map(({ path }) => path).sort()).toEqual([
      "src/bridge/conversations/keep-elsewhere.ts",
      "src/bridge/messages/write-text.ts",
      "src/bridge/replies/record-found-sent.ts",
    ]);
  });

  it("is handed to its carrier by one file, at one place", () => {
    expect(placesOf("sends by a carrier", files).map(({ path }) => path)).toEqual([
      "src/bridge/sending/send-message.ts",
    ]);
  });

  it("reaches the table only by the store's own file", () => {
    expect(pathsOf("writes the table of messages")).toEqual(["src/store/queries/messages.ts"]);
  });
});

describe("what members write to each other", () => {
  const staff = files.filter(({ path }) => path.startsWith("src/bridge/staff/"));

  it("knows nothing that leads to a text, a contact or a carrier", () => {
    expect(staff.length).toBeGreaterThan(3);
    const leads =
      /\b(messages|sending|replies|composing|conversations|contacts|carriers?|opt-outs?)\b[^"\n]*\.ts"|tx\.(messages|conversations|contacts|episodes|replies|optOuts)\b|ctx\.carriers/;
    expect(staff.filter(({ text }) => leads.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("is read by nothing but itself, what it says of itself, and the transcript and the search of the two", () => {
    const readers = files.filter(({ text }) => /\btx\.staff\b/.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !path.startsWith("src/bridge/staff/"))).toEqual([
      "src/bridge/channels/gaps.ts",
      "src/bridge/conversations/find-conversations.ts",
      "src/bridge/transcripts/read-transcript.ts",
      "src/bridge/transcripts/show-transcript.ts",
    ]);
  });
});

describe("what is behind the bridge", () => {
  it("is out of reach for Slack's side, the webhooks and the clock", () => {
    expect(placesOf("reaches behind the bridge", files)).toEqual([]);
  });

  it("has the verbs that somebody outside calls, and no others", () => {
    const [, list = ""] = /const verbs = \{([^}]*)\}/.exec(textOf("src/bridge/bridge.ts")) ?? [];
    const verbs = list.match(/\w+/g) ?? [];
    expect(verbs.length).toBeGreaterThan(100);
    const words = new Set(
      files.flatMap(({ path, text }) => (path.startsWith("src/bridge/") ? [] : (text.match(/\w+/g) ?? []))),
    );
    expect(verbs.filter((verb) => !words.has(verb))).toEqual([]);
  });
});

describe("the rules about doors", () => {
  const found = (rule: Rule, text: string, path = "src/bridge/choices/a.ts") =>
    placesOf(rule, [{ path, text }]).length;

  it.each<[Rule, string]>([
    ["inserts a message", "await tx.messages.insert({ id });"],
    ["inserts a message", "await tx.messages\n    .insert({ id });"],
    ["inserts a message", 'await tx["messages"]["insert"]({ id });'],
    ["inserts a message", "const { messages } = tx;\nawait messages.insert({ id });"],
    ["inserts a message", "const { insert } = tx.messages;"],
    ["inserts a message", "const write = tx.messages.insert;"],
    ["sends by a carrier", "await carrier.send(sms);"],
    ["sends by a carrier", 'await ctx.carriers.get("a")?.send(sms);'],
    ["sends by a carrier", "await begun.carrier\n      .send(sms);"],
    ["sends by a carrier", "const { send } = carrier;"],
    ["sends by a carrier", "const { capabilities, send } = ctx.carriers.get(name);"],
    ["writes the table of messages", "db.insert(messages)"],
    ["writes the table of messages", "db.insert(schema.messages)"],
  ])("find who %s: %s", (rule, text) => {
    expect(found(rule, text)).toBe(1);
  });

  it.each<[Rule, string]>([
    ["inserts a message", "await tx.notices.insert({ id });"],
    ["inserts a message", "await tx.messages.update(id, {});"],
    ["inserts a message", "// tx.messages.insert is called there"],
    ["sends by a carrier", "const outcome = await carrier.findSent(sms);"],
    ["sends by a carrier", "enqueueSend(tx, message, now, now);"],
    ["writes the table of messages", "db.select().from(messages)"],
  ])("let pass, for who %s: %s", (rule, text) => {
    expect(found(rule, text)).toBe(0);
  });

  it.each([
    "await bridge.store.read(look);",
    "await bridge().desk.post(at, post, key);",
    "const { history } = bridge;",
    "const { log, store } = woken;",
    'await bridge["store"].read(look);',
    "ctx.history.readReply(at);",
  ])("find who reaches behind the bridge, in each place outside it: %s", (text) => {
    for (const place of ["slack/features", "http", "jobs"])
      expect(found("reaches behind the bridge", text, `src/${place}/a.ts`), place).toBe(1);
    expect(found("reaches behind the bridge", text)).toBe(0);
  });

  it.each([
    "await bridge.storeDelivery(delivery);",
    "await web.conversations.history({ channel });",
    "const { connection, log } = bridge;",
    "const { ...history } = createHistory(client);",
    "return { desk, history };",
  ])("let pass outside it: %s", (text) => {
    expect(found("reaches behind the bridge", text, "src/slack/a.ts")).toBe(0);
  });
});
