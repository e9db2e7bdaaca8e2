import { describe, expect, it, onTestFinished } from "vitest";
import { scene, startSandbox } from "../../src/sandbox/sandbox.ts";
import { marksThatDiffer } from "./judge-marks.ts";
import { newListed, newPhones, type Phone } from "./phones.ts";
import type { WrittenReply } from "./traffic.ts";
import { faultsOf, judge, type Verdict } from "./verdict.ts";

const fine: Verdict = {
  texts: { once: 2, lost: [], doubled: [], late: [] },
  replies: { once: 2, unknown: [], waiting: [], lost: [], doubled: [], late: [] },
  automatic: { sent: 1, again: [] },
  begun: { once: 2, unknown: [], waiting: [], lost: [], doubled: [] },
  elsewhere: { once: 2, lost: [], doubled: [] },
  logged: { once: 2, uncertain: [], lost: [], doubled: [] },
  wrong: [],
};
const none = { begun: [], elsewhere: [], listed: [] };
const replies = (change: Partial<Verdict["replies"]>) => ({
  ...fine,
  replies: { ...fine.replies, ...change },
});

const begun = (change: Partial<Verdict["begun"]>) => ({ ...fine, begun: { ...fine.begun, ...change } });
const logged = (change: Partial<Verdict["logged"]>) => ({ ...fine, logged: { ...fine.logged, ...change } });

describe("the verdict", () => {
  it.each<[string, Verdict, string[]]>([
    ["nothing is wrong", fine, []],
    ["a text is lost", { ...fine, texts: { ...fine.texts, lost: ["t1"] } }, ["lost: t1"]],
    ["a text stands twice", { ...fine, texts: { ...fine.texts, doubled: ["t1"] } }, ["doubled: t1"]],
    [
      "a text stands behind a later one",
      { ...fine, texts: { ...fine.texts, late: ["t1 after t2"] } },
      ["out of order: t1 after t2"],
    ],
    ["a reply is lost", replies({ lost: ["r1"] }), ["lost: r1"]],
    ["a reply is sent twice", replies({ doubled: ["r1"] }), ["doubled: r1"]],
    ["a reply overtakes another", replies({ late: ["r1 after r2"] }), ["out of order: r1 after r2"]],
    [
      "somebody is answered by itself twice",
      { ...fine, automatic: { sent: 2, again: ["Phone 002"] } },
      ["answered by itself again within 30 seconds: Phone 002"],
    ],
    ["as many are undecided as may be", replies({ unknown: ["r1"], waiting: ["r2"] }), []],
    [
      "more are undecided than kills explain",
      replies({ unknown: ["r1", "r2"], waiting: ["r3"] }),
      ["3 did not surely reach their phones; 2 at most may be caught in between"],
    ],
    ["a text that was begun is lost", begun({ lost: ["b1"] }), ["lost: b1"]],
    ["one of a list is sent twice", begun({ doubled: ["b1"] }), ["doubled: b1"]],
    [
      "a text from elsewhere stands twice",
      { ...fine, elsewhere: { once: 1, lost: [], doubled: ["o1"] } },
      ["doubled: o1"],
    ],
    ["a text is in no record", logged({ lost: ["t1"] }), ["not in the CRM: t1"]],
    ["a text is in two records", logged({ doubled: ["t1"] }), ["in the CRM twice: t1"]],
    ["it is not known whether a record was made", logged({ uncertain: ["t1"] }), []],
    ["something stands where it must not", { ...fine, wrong: ["a second card"] }, ["a second card"]],
  ])("says so when %s", (_, verdict, faults) => {
    expect(faultsOf(verdict, 2)).toEqual(faults);
  });

  it("sees on the phones and in the threads what came late, twice, or not at all", async () => {
    const { slack, twilio, phones, carrier, crm, stop } = await startSandbox({
      mode: "http",
      twilio: { limits: "off", deliveryDelayMs: 0 },
    });
    onTestFinished(stop);
    const [phone] = newPhones(1);
    if (phone === undefined) return expect.fail("no phone");
    twilio.control.addPhone({ number: phone.number });
    const say = (text: string, more = {}) => {
      const blocks = [{ type: "section", text: { type: "mrkdwn", text } }];
      return slack.control.messageAsBot({ channel: scene.channel, text, blocks, ...more });
    };
    const root = say(phone.name);
    for (const token of ["text-00001", "text-00003", "text-00002"]) say(token, { threadTs: root.ts });
    const write = (token: string): WrittenReply => {
      const post = { user: scene.ben, channel: scene.channel, text: token, threadTs: root.ts };
      return { token, phone, channel: scene.channel, ts: slack.control.post(post).ts };
    };
    const replies = ["reply-00000", "reply-00001", "reply-00002", "reply-00003"].map(write);
    for (const { token } of [1, 0, 1].map((index) => replies[index] ?? expect.fail())) {
      const answer = await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
        body: new URLSearchParams({ From: scene.line, To: phone.number, Body: token }),
      });
      expect(answer.status).toBe(201);
    }
    slack.control.react({
      user: scene.ana,
      channel: scene.channel,
      ts: replies[2]?.ts ?? "",
      name: "question",
    });
    await twilio.control.idle();
    const texts = [0, 1, 2, 3].map((index) => ({ token: `text-0000${index}`, phone }));
    const traffic = { texts, replies, ...none, run: async () => {} };
    expect(judge({ slack, phones, carrier, crm }, traffic, [phone])).toMatchObject({
      texts: { once: 3, lost: ["text-00000"], late: ["text-00002 after text-00003"] },
      replies: {
        once: 1,
        late: ["reply-00000 after reply-00001"],
        doubled: ["reply-00001"],
        unknown: ["reply-00002"],
        lost: ["reply-00003"],
      },
    });
  });

  it("sees what reached its phone at a described carrier, was reported by our id, and is not marked delivered", async () => {
    const sandbox = await startSandbox({
      mode: "http",
      carrier: "http",
      http: { limits: "off", deliveryDelayMs: 0 },
    });
    onTestFinished(sandbox.stop);
    const { slack, http, phones } = sandbox;
    const [phone] = newPhones(1);
    if (phone === undefined) return expect.fail("no phone");
    const root = slack.control.messageAsBot({ channel: scene.channel, text: phone.name });
    const post = { user: scene.ben, channel: scene.channel, text: "reply-00000", threadTs: root.ts };
    const { ts } = slack.control.post(post);
    const sent = await fetch(`${http.url}/v1/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${http.token}` },
      body: JSON.stringify({ to: phone.number.slice(1), from: scene.line.slice(1), text: "reply-00000" }),
    });
    expect(sent.status).toBe(202);
    await http.control.idle();
    const replies = [{ token: "reply-00000", phone, channel: scene.channel, ts }];
    const traffic = { texts: [], replies, ...none, run: async () => {} };
    const unmarked = "reply-00000 is not marked delivered although it was reported by our id";
    expect(judge(sandbox, traffic, [phone]).wrong).toContain(unmarked);
    slack.control.react({ user: scene.ana, channel: scene.channel, ts, name: "white_check_mark" });
    expect(judge(sandbox, traffic, [phone]).wrong).not.toContain(unmarked);
    const unreported = "reply-00000 is marked delivered although nobody reported it";
    const { wrong } = judge({ slack, phones, crm: null, carrier: "ringrx" }, traffic, [phone]);
    expect(wrong).toContain(unreported);
  });

  it("sees which text shows something else than our rows say of it", async () => {
    const { slack, stop } = await startSandbox({ mode: "http" });
    onTestFinished(stop);
    const { channel } = scene;
    const reply = (state: string, mark?: string) => {
      const { ts } = slack.control.post({ user: scene.ben, channel, text: state });
      if (mark !== undefined) slack.control.react({ user: scene.ana, channel, ts, name: mark });
      return { channel, ts, state };
    };
    const right = [
      reply("unknown", "question"),
      reply("delivered", "white_check_mark"),
      reply("accepted", "arrow_upper_right"),
      reply("sending"),
    ];
    const silent = reply("unknown");
    const early = reply("accepted", "white_check_mark");
    const stale = reply("delivered", "question");
    expect(marksThatDiffer([...right, silent, early, stale], { slack })).toEqual([
      `${silent.ts} is unknown and shows nothing`,
      `${early.ts} is accepted and shows white_check_mark`,
      `${stale.ts} is delivered and shows question`,
    ]);
  });

  it("sees whom of a list a text reached once, twice, on its own, or not at all", async () => {
    const sandbox = await startSandbox({
      mode: "http",
      directLine: true,
      twilio: { limits: "off", deliveryDelayMs: 0 },
    });
    const { slack, twilio, stop } = sandbox;
    onTestFinished(stop);
    const phones = newPhones(1);
    const listed = newListed(3);
    const [one] = phones;
    const [first, second, third] = listed;
    if (one === undefined || first === undefined || second === undefined || third === undefined)
      return expect.fail("no phones");
    for (const { number } of [...phones, ...listed]) twilio.control.addPhone({ number });
    const send = async (From: string, { number }: Phone, Body: string) => {
      await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
        body: new URLSearchParams({ From, To: number, Body }),
      });
    };
    await send(scene.line, first, "begun-00000 hello");
    await send(scene.line, second, "begun-00000 hello");
    await send(scene.line, second, "begun-00000 hello");
    await send(scene.directLine, third, "begun-00001 hello");
    const root = slack.control.messageAsBot({
      channel: scene.channel,
      text: one.name,
      blocks: [{ type: "section", text: { type: "plain_text", text: one.name } }],
    });
    const post = slack.control.messageAsBot({
      channel: scene.channel,
      threadTs: root.ts,
      text: "begun-00002",
      blocks: [{ type: "section", text: { type: "plain_text", text: "begun-00002" } }],
    });
    slack.control.react({ user: scene.ana, channel: scene.channel, ts: post.ts, name: "question" });
    await twilio.control.idle();
    const texts = [
      { token: "begun-00000", phones: [first, second, third] },
      { token: "begun-00002", phones: [one] },
    ];
    const traffic = { texts: [], ...none, replies: [], begun: texts, listed, run: async () => {} };
    const verdict = judge(sandbox, traffic, phones);
    expect(verdict.begun).toEqual({
      once: 1,
      doubled: ["begun-00000 to Listed 001"],
      lost: ["begun-00000 to Listed 002"],
      unknown: ["begun-00002 to Phone 000"],
      waiting: [],
    });
    expect(verdict.wrong).toEqual([
      `begun-00001 to Listed 002 left from ${scene.directLine}`,
      "begun-00001 to Listed 002, for whom it is not",
    ]);
  });

  it("sees who was answered by itself too soon, on the wrong line, or not at all", async () => {
    const sandbox = await startSandbox({
      mode: "http",
      directLine: true,
      twilio: { limits: "off", deliveryDelayMs: 0 },
    });
    const { twilio, stop } = sandbox;
    onTestFinished(stop);
    const phones = newPhones(3);
    const [shared, , direct] = phones;
    if (shared === undefined || direct === undefined) return expect.fail("no phone");
    for (const { number } of phones) twilio.control.addPhone({ number });
    const traffic = {
      texts: [{ token: "text-00000", phone: direct }],
      replies: [],
      ...none,
      run: async () => {},
    };
    expect(judge(sandbox, traffic, phones).wrong).toContain("nobody was answered by itself");
    // A kill may have caught the only one on its way.
    expect(judge(sandbox, traffic, phones, [], 1).wrong).toEqual([]);
    const answer = async (from: string, to: string) => {
      const sent = await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
        body: new URLSearchParams({ From: from, To: to, Body: scene.autoReply }),
      });
      expect(sent.status).toBe(201);
    };
    await answer(scene.directLine, direct.number);
    expect(judge(sandbox, traffic, phones)).toMatchObject({ automatic: { sent: 1, again: [] }, wrong: [] });
    await answer(scene.directLine, direct.number);
    await answer(scene.line, shared.number);
    expect(judge(sandbox, traffic, phones)).toMatchObject({
      automatic: { sent: 3, again: [direct.name] },
      wrong: [`${shared.name} was answered by itself`],
    });
  });

  it("sees what was sent elsewhere once, twice, not at all, in another's thread, and what is only said to be", async () => {
    const sandbox = await startSandbox({ mode: "http", carrier: "ringcentral" });
    onTestFinished(sandbox.stop);
    const { control } = sandbox.slack;
    const phones = newPhones(2);
    const [one, other] = phones;
    if (one === undefined || other === undefined) return expect.fail("nobody there");
    const post = (text: string, threadTs?: string) =>
      control.messageAsBot({
        channel: scene.channel,
        text,
        blocks: [{ type: "section", text: { type: "plain_text", text } }],
        ...(threadTs === undefined ? {} : { threadTs }),
      });
    const [first, second] = [post(one.name), post(other.name)];
    post("other-00000", first.ts);
    post("other-00001", first.ts);
    post("other-00001", first.ts);
    post("other-00002", second.ts);
    post("reply-00000, Sent from another app", first.ts);
    const elsewhere = [0, 1, 2, 3].map((index) => ({ token: `other-0000${index}`, phone: one }));
    const traffic = { texts: [], replies: [], ...none, elsewhere, run: async () => {} };
    expect(judge(sandbox, traffic, phones)).toMatchObject({
      elsewhere: { once: 2, doubled: ["other-00001"], lost: ["other-00003"] },
      wrong: [
        "reply-00000 is shown as sent from elsewhere: reply-00000, Sent from another app",
        `other-00002 in the thread of ${other.name}`,
      ],
    });
  });

  it("sees what stands in the CRM once, twice, not at all, on nobody, and what may stand there", async () => {
    const sandbox = await startSandbox({
      mode: "http",
      directLine: true,
      crm: "hubspot",
      crmOptions: { limits: "off", lagMs: 0 },
    });
    onTestFinished(sandbox.stop);
    const { crm } = sandbox;
    const phones = newPhones(2);
    const [sure, unsure] = phones;
    if (sure === undefined || unsure === undefined || crm === null) return expect.fail("nobody there");
    const contacts = phones.map(({ name, number }) => crm.control.putContact({ name, phone: number }));
    const log = async (contact: string | undefined, words: string) => {
      const to = {
        to: { id: contact },
        types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 81 }],
      };
      const properties = {
        hs_communication_channel_type: "SMS",
        hs_communication_logged_from: "CRM",
        hs_timestamp: new Date().toISOString(),
        hs_communication_body: words,
      };
      const answer = await fetch(`${crm.url}/crm/v3/objects/communications`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${crm.environment.HUBSPOT_ACCESS_TOKEN}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ properties, associations: contact === undefined ? [] : [to] }),
      });
      expect(answer.status).toBe(201);
    };
    await log(contacts[0]?.id, "text-00000 and text-00001");
    await log(contacts[0]?.id, "text-00001 again");
    await log(undefined, "text-00003");
    const tokens = ["text-00000", "text-00001", "text-00002"].map((token) => ({ token, phone: sure }));
    const texts = [...tokens, { token: "text-00003", phone: unsure }];
    const traffic = { texts, replies: [], ...none, run: async () => {} };
    expect(judge(sandbox, traffic, phones, [unsure.number])).toMatchObject({
      logged: {
        once: 1,
        doubled: ["text-00001 with Phone 000"],
        lost: ["text-00002 with Phone 000"],
        uncertain: ["text-00003 with Phone 001"],
      },
      wrong: expect.arrayContaining([expect.stringMatching(/^the record \S+ stands on nobody$/)]),
    });
  });
});
