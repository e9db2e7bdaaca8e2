import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LinePost, MemberPost, TextsPost } from "../../../src/bridge/contracts/desk.ts";
import { DeskError } from "../../../src/domain/errors.ts";
import type { NoticeId, SlackTs } from "../../../src/domain/ids.ts";
import type { Misbehaviour } from "../../../src/sandbox/slack/types/misbehaviour.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ana, at, ben, card, connect, front, startStandIn } from "../stand-in.ts";

let slack: SlackStandIn;
let side: ReturnType<typeof connect>;

beforeEach(async () => {
  slack = await startStandIn();
  side = connect(slack);
});
afterEach(async () => {
  await side.dispatcher.destroy();
  await slack.stop();
});

const texts = (body: string): TextsPost => ({
  kind: "texts",
  from: "Maria Lopez",
  texts: [{ body, pictures: 0, at: 1_700_000_000_000 }],
  mention: null,
});
const line: LinePost = { kind: "line", sentence: ["It failed."], offer: null };

async function failureOf(act: Promise<unknown>): Promise<DeskError["failure"]> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeskError)) throw new Error(`expected a DeskError, got ${String(error)}`);
  return error.failure;
}

const nobodys = { holder: null, calls: null };

describe("what somebody sent from another app", () => {
  const sent: MemberPost = {
    kind: "member",
    user: null,
    name: "Dee",
    body: "We open at nine.",
    mention: false,
    remark: ["Sent from another app by Dee, ", { at: 1_700_000_000_000 }],
    leavesAt: null,
    acts: null,
  };

  it("stands under the name that the carrier has for them, calls nobody and says where it was sent", async () => {
    const root = await side.desk.openThread(card, "key-1");
    const ts = await side.desk.post(at(root), sent, "key-2");
    const message = slack.control.message(front, ts);
    expect(message?.username).toBe("Dee");
    expect(message?.text).toBe("We open at nine.");
    const drawn = JSON.stringify(message?.blocks);
    expect(drawn).toContain("Sent from another app by Dee, <!date^1700000000^");
    expect(drawn).not.toContain("<@");
    await side.desk.rewrite(at(ts), { ...sent, body: "We open at ten." });
    expect(slack.control.message(front, ts)?.text).toContain("We open at ten.");
  });
});

describe("a card", () => {
  it("is posted as a root with its key, and found by it", async () => {
    const ts = await side.desk.openThread(card, "key-1");
    const message = slack.control.message(front, ts);
    expect(message?.text).toContain("Maria Lopez");
    expect(message?.metadata).toMatchObject({ event_payload: { key: "key-1" } });
    expect(
      await side.history.findPost({ channel: front, thread: null, since: Date.now() - 60_000 }, "key-1"),
    ).toBe(ts);
  });

  it("is drawn anew in place", async () => {
    const ts = await side.desk.openThread(card, "key-1");
    await side.desk.refreshCard({ ...card, assignee: { username: "ben" as never, user: ben } }, at(ts));
    expect(JSON.stringify(slack.control.message(front, ts)?.blocks)).toContain("<@U0BEN> has it");
  });

  it("calls the channel only when it is new", async () => {
    slack.control.setPreference({ user: ben, level: "mentions" });
    const ts = await side.desk.openThread({ ...card, calls: { kind: "here" } }, "key-1");
    await side.desk.refreshCard({ ...card, calls: { kind: "here" } }, at(ts));
    expect(slack.control.notifications(ben).filter(({ channel }) => channel === front)).toHaveLength(1);
  });

  it("that was deleted can't be drawn anew", async () => {
    await expect(failureOf(side.desk.refreshCard(card, at("1.000001")))).resolves.toMatchObject({
      kind: "message_gone",
    });
  });
});

describe("a customer's text", () => {
  let root: SlackTs;
  beforeEach(async () => {
    root = await side.desk.openThread(card, "root");
  });

  it("stands in the thread under the contact's name", async () => {
    const ts = await side.desk.post(at(root), texts("Hi <!channel>"), "key-2");
    expect(slack.control.message(front, ts)).toMatchObject({
      threadTs: root,
      username: "Maria Lopez",
      text: "Hi &lt;!channel&gt;",
    });
  });

  it("names the contact inside where the scope is missing", async () => {
    slack.control.setScopes(slack.control.state().scopes.filter((scope) => scope !== "chat:write.customize"));
    const ts = await side.desk.post(at(root), texts("Hi"), "key-2");
    const message = slack.control.message(front, ts);
    expect(message?.username).not.toBe("Maria Lopez");
    expect(JSON.stringify(message?.blocks)).toContain("Maria Lopez");
    expect(slack.control.thread(front, root)).toHaveLength(2);
  });

  it("calls whom it mentions, who then follows the thread", async () => {
    await side.desk.post(at(root), { ...texts("Hi"), mention: ben }, "key-2");
    expect(slack.control.notifications(ben).at(-1)).toMatchObject({ reason: "mention" });
    expect(slack.control.followers(front, root)).toContain(ben);
  });

  it("of 10,000 characters is shown whole", async () => {
    const body = "&<>a".repeat(2500);
    const ts = await side.desk.post(at(root), texts(body), "key-2");
    const shown = JSON.stringify(slack.control.message(front, ts)?.blocks);
    expect(shown.split("&<>a").length + shown.split("&amp;&lt;&gt;a").length - 2).toBe(2500);
  });

  it("never stays outside its thread", async () => {
    const failure = await failureOf(side.desk.post(at("1600000000.000001"), texts("secret"), "key-2"));
    expect(failure).toMatchObject({ kind: "thread_gone", retryable: false, certain: true });
    expect(JSON.stringify(slack.control.messages(front))).not.toContain("secret");
  });

  it("is deleted from the top level even when Slack is in a hurry", async () => {
    slack.control.misbehave({ kind: "fail", match: { method: "chat.delete" }, status: 500, times: 2 });
    expect(await failureOf(side.desk.post(at("1600000000.000001"), texts("secret"), "key-2"))).toMatchObject({
      kind: "thread_gone",
    });
    expect(JSON.stringify(slack.control.messages(front))).not.toContain("secret");
  });

  it("whose answer was lost is found by its key, once", async () => {
    slack.control.misbehave({ kind: "dropAnswer", match: { method: "chat.postMessage" } });
    const since = Date.now() - 60_000;
    const failure = await failureOf(side.desk.post(at(root), texts("Hi"), "key-3"));
    expect(failure).toMatchObject({ kind: "unreachable", certain: false, retryable: true });
    const found = await side.history.findPost({ channel: front, thread: root, since }, "key-3");
    expect(slack.control.message(front, found ?? "")).toMatchObject({ text: "Hi" });
    expect(await side.history.findPost({ channel: front, thread: root, since }, "key-4")).toBeNull();
  });

  it("longer than a message stands there once, whichever of its answers is lost", async () => {
    const body = Array.from({ length: 5000 }, (_, index) => `word${index}`).join(" ");
    for (let lost = 0; lost < 3; lost += 1) {
      slack.control.misbehave({ kind: "dropAnswer", match: { method: "chat.postMessage" } });
      await failureOf(side.desk.post(at(root), texts(body), `try-${lost} IN7`));
    }
    const last = await side.desk.post(at(root), texts(body), "try-3 IN7");
    const shown = slack.control.thread(front, root).slice(1);
    expect(shown).toHaveLength(4);
    expect(shown.at(-1)?.ts).toBe(last);
    const where = { channel: front, thread: root, since: Date.now() - 60_000 };
    expect(await side.history.findPost(where, "IN7")).toBe(last);
  });

  it("that Slack refuses to show as drawn stands there as plain words, each text by itself", async () => {
    slack.control.misbehave({ kind: "fail", match: { method: "chat.postMessage" }, error: "invalid_blocks" });
    const [one, two] = [texts("*Hi* <!channel>"), texts("two")];
    const ts = await side.desk.post(at(root), { ...one, texts: [...one.texts, ...two.texts] }, "try IN7 IN8");
    const shown = slack.control.thread(front, root).slice(1);
    expect(shown.map(({ text }) => text)).toEqual(["*Hi* &lt;!channel&gt;", "two"]);
    expect(shown.at(-1)?.ts).toBe(ts);
    expect(slack.control.notifications(ben).filter(({ threadTs }) => threadTs === root)).toEqual([]);
  });

  it("whose answer was lost outside its thread is deleted when it is looked for", async () => {
    slack.control.misbehave({ kind: "dropAnswer", match: { method: "chat.postMessage" } });
    const gone = "1600000000.000001" as SlackTs;
    await failureOf(side.desk.post(at(gone), texts("secret"), "key-5"));
    const where = { channel: front, thread: gone, since: Date.now() - 60_000 };
    expect(await failureOf(side.history.findPost(where, "key-5"))).toMatchObject({ kind: "thread_gone" });
    expect(JSON.stringify(slack.control.messages(front))).not.toContain("secret");
  });

  it("whose answer was lost outside its thread, and that someone else deletes meanwhile, was in no thread", async () => {
    slack.control.misbehave({ kind: "dropAnswer", match: { method: "chat.postMessage" } });
    const gone = "1600000000.000001" as SlackTs;
    await failureOf(side.desk.post(at(gone), texts("secret"), "key-5"));
    slack.control.misbehave({ kind: "fail", match: { method: "chat.delete" }, error: "message_not_found" });
    const where = { channel: front, thread: gone, since: Date.now() - 60_000 };
    expect(await failureOf(side.history.findPost(where, "key-5"))).toMatchObject({ kind: "thread_gone" });
  });
});

describe("a line of the app", () => {
  it("offers its choices, and loses them when it is written anew", async () => {
    const root = await side.desk.openThread(card, "root");
    const offer = {
      notice: "n1" as NoticeId,
      choices: [{ choice: "try_again", label: "Try again" }] as const,
    };
    const ts = await side.desk.post(at(root), { ...line, offer }, "key-2");
    expect(JSON.stringify(slack.control.message(front, ts)?.blocks)).toContain("notice.choose.try_again");
    await side.desk.rewrite(at(ts), line);
    expect(JSON.stringify(slack.control.message(front, ts)?.blocks)).not.toContain("notice.choose");
  });
});

describe("words from outside", () => {
  const hostile = "@here @desk https://evil.example/x https://evil.example/x.png";
  /** As Slack keeps what it did not parse: nothing in angle brackets but what we put there. */
  const asTyped = expect.stringMatching(/^[^<>]*@here @desk https:\/\/evil\.example\/x https:[^<>]*$/);
  const offer = { notice: "n1" as NoticeId, choices: [{ choice: "try_again", label: "Try again" }] as const };
  const said = (words: string) => ({ quote: { whose: "Customer", words }, preview: [words] });
  const private_ = { about: null, sentence: [hostile], offer: null };
  const standing = (ts: string) => slack.control.message(front, ts);
  let root: SlackTs;
  beforeEach(async () => {
    slack.control.addUsergroup({ id: "S0DESK", name: "Desk", handle: "desk", users: [ana, ben] });
    slack.control.setPreference({ user: ana, level: "mentions" });
    slack.control.setPreference({ user: ben, level: "mentions" });
    root = await side.desk.openThread({ ...card, ...said(hostile) }, "root");
  });
  afterEach(() => {
    expect(slack.control.notifications()).toEqual([]);
    for (const message of slack.control.thread(front, root)) expect(message.attachments).toEqual([]);
  });

  it("on a card, new or drawn anew, are neither parsed nor unfurled", async () => {
    expect(standing(root)?.text).toEqual(asTyped);
    await side.desk.refreshCard({ ...card, ...said(`anew ${hostile}`) }, at(root));
    expect(standing(root)?.text).toEqual(asTyped);
  });

  it("under a name, or as plain words where Slack refuses how they are drawn, are neither", async () => {
    const drawn = await side.desk.post(at(root), texts(hostile), "key-2");
    expect(standing(drawn)?.text).toEqual(asTyped);
    slack.control.misbehave({ kind: "fail", match: { method: "chat.postMessage" }, error: "invalid_blocks" });
    const plain = await side.desk.post(at(root), texts(hostile), "key-3");
    expect(standing(plain)?.text).toEqual(asTyped);
    expect(slack.control.thread(front, root)).toHaveLength(3);
  });

  it("in a line of the app, new or written anew, are neither", async () => {
    const ts = await side.desk.post(at(root), { ...line, sentence: [hostile], offer }, "key-2");
    expect(standing(ts)?.text).toEqual(asTyped);
    await side.desk.rewrite(at(ts), { ...line, sentence: [`anew ${hostile}`] });
    expect(standing(ts)?.text).toEqual(asTyped);
  });

  it("told to one person, alone or directly, are neither", async () => {
    await side.desk.post(at(root), line, "key-2");
    const about = { place: at(root), thread: root };
    await side.desk.tell({ ...private_, to: ben, about, quietly: true });
    expect(slack.control.ephemerals(ben)).toMatchObject([{ text: asTyped }]);
    await side.desk.tell({ ...private_, to: ben, quietly: false });
    expect(slack.control.messages(slack.control.directMessage(ben))).toMatchObject([
      { text: asTyped, attachments: [] },
    ]);
    slack.control.clearLogs();
  });

  it("in the line about who waits are neither", async () => {
    const waiting = [{ contact: hostile, since: Date.now(), at: at(root), ...nobodys }];
    const first = await side.desk.remind(front, { previous: null, anew: true, waiting }, "k1");
    await side.desk.remind(front, { previous: first, anew: false, waiting }, "k2");
    expect(standing(first ?? "")?.attachments).toEqual([]);
  });
});

describe("a mark", () => {
  const reactions = (ts: string) => slack.control.message(front, ts)?.reactions.map(({ name }) => name) ?? [];
  let reply: string;
  beforeEach(async () => {
    const root = await side.desk.openThread(card, "root");
    reply = slack.control.post({ user: ben, channel: front, threadTs: root, text: "Yes" }).ts;
  });

  it("is added, and adding it again is no failure", async () => {
    await side.desk.mark(at(reply), "arrow_upper_right", []);
    await side.desk.mark(at(reply), "arrow_upper_right", []);
    expect(reactions(reply)).toEqual(["arrow_upper_right"]);
  });

  it("takes the place of others, also of those that are not there", async () => {
    await side.desk.mark(at(reply), "arrow_upper_right", []);
    await side.desk.mark(at(reply), "warning", ["arrow_upper_right", "white_check_mark"]);
    expect(reactions(reply)).toEqual(["warning"]);
  });

  it("stands at once where Slack lets us take no more away for now, and says what is left", async () => {
    await side.desk.mark(at(reply), "arrow_upper_right", []);
    slack.control.misbehave({ match: { method: "reactions.remove" }, kind: "rateLimit", retryAfter: 30 });
    const left = await side.desk.mark(at(reply), "white_check_mark", ["arrow_upper_right"]);
    expect(left).toEqual(["arrow_upper_right"]);
    expect(reactions(reply)).toEqual(["arrow_upper_right", "white_check_mark"]);
    expect(side.desk.claimSlot({ kind: "unmark" })).toBeGreaterThan(20_000);
    expect(await side.desk.mark(at(reply), "memo", ["white_check_mark"])).toEqual(["white_check_mark"]);
  });

  it("is taken away, also where it does not stand", async () => {
    await side.desk.mark(at(reply), "arrow_upper_right", []);
    await side.desk.unmark(at(reply), "arrow_upper_right");
    await side.desk.unmark(at(reply), "arrow_upper_right");
    expect(reactions(reply)).toEqual([]);
  });

  it("on a deleted message says so", async () => {
    slack.control.deleteMessage({ user: ben, channel: front, ts: reply });
    expect(await failureOf(side.desk.mark(at(reply), "memo", []))).toMatchObject({ kind: "message_gone" });
  });

  it("is left out quietly where the scope is missing, and that is logged once", async () => {
    slack.control.setScopes(slack.control.state().scopes.filter((scope) => scope !== "reactions:write"));
    await side.desk.mark(at(reply), "memo", []);
    await side.desk.mark(at(reply), "warning", []);
    expect(reactions(reply)).toEqual([]);
    expect(
      side.log.lines.filter(({ fields }) => JSON.stringify(fields).includes("reactions:write")),
    ).toHaveLength(1);
  });
});

describe("telling one person", () => {
  const sentence = ["Nobody got this."];
  const offer = {
    notice: "n1" as NoticeId,
    choices: [{ choice: "send_anyway", label: "Send anyway" }] as const,
  };
  let root: SlackTs;
  beforeEach(async () => {
    root = await side.desk.openThread(card, "root");
  });
  const about = () => ({ place: at(root), thread: root });
  const direct = (user: string) => slack.control.messages(slack.control.directMessage(user));

  it("is seen by them alone, in the thread", async () => {
    slack.control.post({ user: ben, channel: front, threadTs: root, text: "Yes" });
    await side.desk.tell({ to: ben, about: about(), quietly: true, sentence, offer });
    expect(slack.control.ephemerals(ben)).toMatchObject([{ channel: front, threadTs: root }]);
    expect(JSON.stringify(slack.control.ephemerals(ben)[0]?.blocks)).toContain("Send anyway");
    expect(slack.control.ephemerals(ana)).toEqual([]);
  });

  it("is a direct message with a link when they may have left", async () => {
    await side.desk.tell({ to: ben, about: about(), quietly: false, sentence, offer });
    const [message] = direct(ben);
    expect(message?.text).toBe("Nobody got this.");
    expect(JSON.stringify(message?.blocks)).toContain(`/archives/${front}/p${root.replace(".", "")}`);
    expect(slack.control.ephemerals(ben)).toEqual([]);
  });

  it("is a direct message when they are not in the channel", async () => {
    slack.control.addUser({ id: "U0EVE", name: "eve" });
    await side.desk.tell({ to: "U0EVE" as never, about: about(), quietly: true, sentence, offer: null });
    expect(direct("U0EVE")).toHaveLength(1);
  });

  it("is seen in the thread where the scope for direct messages is missing", async () => {
    slack.control.post({ user: ben, channel: front, threadTs: root, text: "Yes" });
    slack.control.setScopes(slack.control.state().scopes.filter((scope) => scope !== "im:write"));
    await side.desk.tell({ to: ben, about: about(), quietly: false, sentence, offer });
    expect(slack.control.ephemerals(ben)).toMatchObject([{ channel: front, threadTs: root }]);
    const nowhere = { to: ben, about: null, quietly: false, sentence, offer: null };
    expect(await failureOf(side.desk.tell(nowhere))).toMatchObject({ kind: "missing_scope" });
  });

  it("is a direct message when the channel is closed to the app", async () => {
    slack.control.remove({ channel: front, user: slack.botUserId });
    await side.desk.tell({ to: ben, about: about(), quietly: true, sentence, offer });
    expect(direct(ben)).toHaveLength(1);
  });

  it("fails for want of the scope where the channel is closed too", async () => {
    slack.control.remove({ channel: front, user: slack.botUserId });
    slack.control.setScopes(slack.control.state().scopes.filter((scope) => scope !== "im:write"));
    for (const quietly of [true, false]) {
      const failure = await failureOf(side.desk.tell({ to: ben, about: about(), quietly, sentence, offer }));
      expect(failure).toMatchObject({ kind: "missing_scope" });
    }
  });

  it("opens the direct conversation once", async () => {
    await side.desk.tell({ to: ben, about: null, quietly: false, sentence, offer: null });
    await side.desk.tell({ to: ben, about: null, quietly: false, sentence, offer: null });
    expect(slack.control.requestCount("conversations.open")).toBe(1);
    expect(direct(ben)).toHaveLength(2);
  });

  it("of a person who is no more fails as nobody", async () => {
    const notice = { to: "U0NONE" as never, about: null, quietly: false, sentence, offer: null };
    expect(await failureOf(side.desk.tell(notice))).toMatchObject({ kind: "nobody", retryable: false });
  });
});

describe("the line about who waits", () => {
  const waiting = [
    { contact: "Maria", since: Date.now() - 720_000, at: at("1700000000.000100"), ...nobodys },
  ];
  const shown = () => slack.control.messages(front).filter(({ text }) => text.includes("waiting"));

  it("is replaced at the channel's end when somebody new waits", async () => {
    const first = await side.desk.remind(front, { previous: null, anew: true, waiting }, "k1");
    const second = await side.desk.remind(front, { previous: first, anew: true, waiting }, "k2");
    expect(shown().map(({ ts }) => ts)).toEqual([second]);
    expect(second).not.toBe(first);
  });

  it("is changed in place when nobody new waits", async () => {
    const first = await side.desk.remind(front, { previous: null, anew: true, waiting }, "k1");
    const again = await side.desk.remind(front, { previous: first, anew: false, waiting }, "k2");
    expect(again).toBe(first);
    expect(shown()).toHaveLength(1);
  });

  it("goes when nobody waits, also when somebody deleted it", async () => {
    const first = await side.desk.remind(front, { previous: null, anew: true, waiting }, "k1");
    expect(await side.desk.remind(front, { previous: first, anew: false, waiting: [] }, "k2")).toBeNull();
    expect(shown()).toEqual([]);
    expect(await side.desk.remind(front, { previous: first, anew: false, waiting: [] }, "k3")).toBeNull();
  });

  it("is posted again when somebody deleted it", async () => {
    const gone = "1600000000.000001" as SlackTs;
    await side.desk.remind(front, { previous: gone, anew: false, waiting }, "k1");
    expect(shown()).toHaveLength(1);
  });
});

describe("a failure", () => {
  const refuse = (rule: Omit<Misbehaviour, "match">) =>
    slack.control.misbehave({ ...rule, match: { method: "chat.postMessage" } });
  const posting = () => failureOf(side.desk.openThread(card, "key"));

  it.each([
    ["invalid_blocks", { kind: "refused", retryable: false, certain: true }],
    ["internal_error", { kind: "unreachable", retryable: true, certain: false }],
    ["fatal_error", { kind: "unreachable", retryable: true, certain: false }],
    ["is_archived", { kind: "channel_closed", retryable: false, certain: true }],
    ["not_in_channel", { kind: "channel_closed" }],
    ["channel_not_found", { kind: "channel_closed" }],
    ["restricted_action", { kind: "channel_closed" }],
    ["token_revoked", { kind: "unauthorized", retryable: false }],
    ["account_inactive", { kind: "unauthorized" }],
    ["missing_scope", { kind: "missing_scope" }],
    ["ratelimited", { kind: "rate_limited", retryable: true, certain: true }],
    ["a_word_nobody_knows", { kind: "refused" }],
  ])("with Slack's word %s is read", async (error, wanted) => {
    refuse({ kind: "fail", error, times: 2 });
    expect(await posting()).toMatchObject(wanted);
  });

  it("of a card, or of a line, that Slack refuses to show costs its buttons, not its words", async () => {
    refuse({ kind: "fail", error: "invalid_blocks" });
    const root = await side.desk.openThread(card, "key");
    refuse({ kind: "fail", error: "invalid_blocks" });
    const ts = await side.desk.post(at(root), line, "key-2");
    expect(slack.control.message(front, root)?.text).toContain("Maria Lopez");
    expect(slack.control.message(front, ts)).toMatchObject({ text: "It failed.", threadTs: root });
  });

  it.each([500, 502, 503, 504, 408, 425, 499])("of HTTP %i leaves open what happened", async (status) => {
    refuse({ kind: "fail", status });
    expect(await posting()).toMatchObject({ kind: "unreachable", retryable: true, certain: false });
    expect(slack.control.messages(front).filter(({ text }) => text.includes("Maria Lopez"))).toEqual([]);
  });

  it.each([400, 403, 413])("of HTTP %i is certain", async (status) => {
    refuse({ kind: "fail", status, times: 2 });
    expect(await posting()).toMatchObject({ kind: "refused", certain: true });
  });

  it("of too many calls says when to come back, and closes that channel alone", async () => {
    refuse({ kind: "rateLimit", retryAfter: 7 });
    expect(await posting()).toMatchObject({ kind: "rate_limited", retryAfterMs: 7000, certain: true });
    expect(side.desk.claimSlot({ kind: "post", channel: front })).toBeGreaterThan(6000);
    expect(side.desk.claimSlot({ kind: "post", channel: "C0OTHER" as never })).toBe(0);
  });

  it("is certain when Slack was never reached", async () => {
    await side.self.learn();
    await slack.stop();
    expect(await posting()).toMatchObject({ kind: "unreachable", certain: true, retryable: true });
  });

  it("carries Slack's word and nothing of the text", async () => {
    refuse({ kind: "fail", error: "invalid_blocks", times: 2 });
    await expect(side.desk.openThread(card, "key")).rejects.toThrow(/^Slack: invalid_blocks$/);
  });
});
