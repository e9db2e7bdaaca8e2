import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeskGap } from "../../../src/bridge/contracts/desk.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../../src/domain/ids.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { createDeskHistory } from "../../../src/slack/transport/history.ts";
import type { Web } from "../../../src/slack/transport/methods.ts";
import { ana, at, ben, card, connect, front, startStandIn } from "../stand-in.ts";

let slack: SlackStandIn;
let side: ReturnType<typeof connect>;
let root: SlackTs;

beforeEach(async () => {
  slack = await startStandIn();
  side = connect(slack);
  root = await side.desk.openThread(card, "root");
});
afterEach(async () => {
  await side.dispatcher.destroy();
  await slack.stop();
});

const say = (text: string, threadTs: string = root) =>
  slack.control.post({ user: ben, channel: front, threadTs, text }).ts as SlackTs;

describe("what only Slack knows", () => {
  it("is by which name somebody goes there, and nothing of who is not there", async () => {
    expect(await side.history.nameOf(ana)).toEqual({ name: "Ana Reyes", isOwed: false });
    expect(await side.history.nameOf("U0NOBODY" as SlackUserId)).toEqual({ name: null, isOwed: false });
  });

  it("is where a browser opens a thread", async () => {
    const link = await side.history.linkTo(at(root));
    expect(link).toMatch(/^https:\/\/[^/]+\/archives\/[A-Z0-9]+\/p\d+$/);
    expect(link).toContain(`/archives/${front}/p${root.replace(".", "")}`);
  });

  it("is not known while Slack has never answered", async () => {
    const alone = connect(slack);
    await slack.stop();
    expect(await alone.history.linkTo(at(root))).toBeNull();
    expect(await alone.history.nameOf(ben)).toEqual({ name: null, isOwed: true });
    await alone.dispatcher.destroy();
  });
});

describe("reading a reply again", () => {
  it("gives it as it stands now", async () => {
    const ts = say("Yes, until 6.");
    slack.control.edit({ user: ben, channel: front, ts, text: "Yes, until 7." });
    expect(await side.history.readReply(at(ts), root)).toMatchObject({
      channel: front,
      ts,
      thread: root,
      author: ben,
      text: "Yes, until 7.",
      kind: "plain",
      mentions: false,
      edited: expect.any(String),
    });
  });

  it("tells names instead of ids", async () => {
    const ts = say(`Ask <@${ana}> in <#${front}>`);
    expect(await side.history.readReply(at(ts), root)).toMatchObject({
      text: "Ask Ana Reyes in #front-desk",
      mentions: true,
    });
  });

  it.each([
    ["a nickname, by their real name", { realName: "Di Ono", displayName: "dino" }, "Di Ono"],
    ["no real name, by their display name", { realName: "", displayName: "Di" }, "Di"],
    ["no name but a handle, by that", { realName: "", displayName: "" }, "di.ono"],
  ])("calls whoever has %s", async (_, names, called) => {
    const id = `U0${called.replaceAll(/\W/g, "").toUpperCase()}`;
    slack.control.addUser({ id, name: "di.ono", ...names });
    expect(await side.history.readReply(at(say(`Ask <@${id}>`)), root)).toMatchObject({
      text: `Ask ${called}`,
    });
  });

  it("shows which marks of ours it carries", async () => {
    const ts = say("Yes");
    await side.desk.mark(at(ts), "memo", []);
    slack.control.react({ user: ana, channel: front, ts, name: "warning" });
    expect(await side.history.readReply(at(ts), root)).toMatchObject({ marks: ["memo"] });
  });

  it("shows who reacted to it so that it not be sent", async () => {
    const ts = say("Yes");
    slack.control.react({ user: ana, channel: front, ts, name: "x" });
    expect(await side.history.readReply(at(ts), root)).toMatchObject({ stoppedBy: [ana] });
  });

  it("says whether it hangs on a post of ours", async () => {
    await side.self.learn();
    expect(await side.history.readReply(at(say("Yes")), root)).toMatchObject({ underUs: true });
    const theirs = slack.control.post({ user: ana, channel: front, text: "Lunch?" }).ts;
    const reply = at(say("Yes", theirs));
    expect(await side.history.readReply(reply, theirs as SlackTs)).toMatchObject({ underUs: false });
  });

  it("counts its files", async () => {
    const { ts } = slack.control.post({
      user: ben,
      channel: front,
      threadTs: root,
      text: "See",
      files: [{ name: "a.txt", content: "a" }],
    });
    expect(await side.history.readReply(at(ts), root)).toMatchObject({ files: 1, text: "See" });
  });

  it.each(["a deleted reply", "a deleted thread"])("says gone of %s", async (what) => {
    const ts = say("Yes");
    const gone = what === "a deleted reply" ? at(ts) : at("1600000000.000100");
    if (what === "a deleted reply") slack.control.deleteMessage({ user: ben, channel: front, ts });
    const thread = what === "a deleted reply" ? root : ("1600000000.000001" as SlackTs);
    expect(await side.history.readReply(gone, thread)).toBe("gone");
  });
});

describe("the key of a post", () => {
  it("is what it was posted under, also in a thread", async () => {
    say("one");
    expect(await side.history.readPostKey(at(root))).toBe("root");
  });

  it("is none of anybody else's, and of what is gone", async () => {
    expect(await side.history.readPostKey(at(say("one")))).toBeNull();
    expect(await side.history.readPostKey(at("1600000000.000001"))).toBeNull();
  });
});

describe("catching up", () => {
  const everything = async () => "0000000001.000000" as SlackTs;
  const longAgo = () => Date.now() - 3_600_000;
  const gap = (how: Partial<DeskGap> = {}): DeskGap => ({
    since: longAgo(),
    begunSince: longAgo(),
    latest: everything,
    ...how,
  });

  it("finds members' replies in our threads, in order, and nothing else", async () => {
    const other = await side.desk.openThread(card, "root-2");
    const first = say("one");
    const second = say("two", other);
    slack.control.messageAsBot({ channel: front, text: "beep", threadTs: root });
    slack.control.post({ user: ben, channel: front, text: "not a reply" });
    const third = say("three");
    const found = await side.history.catchUp(front, gap());
    expect(found.map(({ ts, text }) => [ts, text])).toEqual([
      [first, "one"],
      [second, "two"],
      [third, "three"],
    ]);
  });

  it("leaves alone what is not ours", async () => {
    say("one");
    expect(await side.history.catchUp(front, gap({ latest: async () => null }))).toEqual([]);
    expect(slack.control.requestCount("conversations.replies")).toBe(0);
  });

  it("finds what hangs on another post of ours, where it is asked for", async () => {
    const ts = say("one");
    const theirs = slack.control.post({ user: ana, channel: front, text: "Lunch?" }).ts;
    say("me!", theirs);
    const found = await side.history.catchUp(front, gap({ latest: async () => null, strays: true }));
    expect(found).toMatchObject([{ ts, underUs: true }]);
  });

  it("reads only threads with a reply from the gap", async () => {
    say("one");
    expect(await side.history.catchUp(front, gap({ since: Date.now() + 60_000 }))).toEqual([]);
    expect(slack.control.requestCount("conversations.replies")).toBe(0);
  });

  it("finds a reply that is older than a post of ours", async () => {
    const missed = say("missed");
    const newest = await side.desk.post(at(root), { kind: "line", sentence: ["Later"], offer: null }, "k");
    const found = await side.history.catchUp(front, gap({ latest: async () => newest }));
    expect(found.map(({ ts }) => ts)).toEqual([missed]);
  });

  it("finds a reply that was also sent to the channel once", async () => {
    const { ts } = slack.control.post({
      user: ben,
      channel: front,
      threadTs: root,
      text: "hi",
      alsoToChannel: true,
    });
    const found = await side.history.catchUp(front, gap());
    expect(found.map((reply) => reply.ts)).toEqual([ts]);
  });

  it("reads page after page of a long thread", async () => {
    for (let index = 0; index < 230; index += 1) say(`reply ${index}`);
    expect(await side.history.catchUp(front, gap())).toHaveLength(230);
  });

  it("reads page after page of a busy channel", async () => {
    const first = say("one");
    for (let index = 0; index < 1_100; index += 1)
      slack.control.post({ user: ben, channel: front, text: `talk ${index}` });
    expect((await side.history.catchUp(front, gap())).map(({ ts }) => ts)).toEqual([first]);
  });

  it("tells of each post of ours by its key, on top and in threads, and of no other installation's", async () => {
    await side.desk.post(at(root), { kind: "line", sentence: ["Later"], offer: null }, "line:2:1");
    say("one");
    const { web, self, names, log } = side;
    const met = async (us: typeof self) => {
      const keys = new Set<string>();
      const posted = (key: string) => void keys.add(key);
      const history = createDeskHistory({ web, self: us, names, now: Date.now, log });
      await history.catchUp(front, gap({ posted }));
      return [...keys];
    };
    expect(await met(self)).toEqual(["root", "line:2:1"]);
    const known = await self.learn();
    const other = { ...known, botId: "B0OTHER", botUserId: ana };
    expect(await met({ ...self, known: () => other, learn: async () => other })).toEqual([]);
  });

  it("finds what is new in a thread that is too old to be listed", async () => {
    const ts = say("one");
    expect(await side.history.catchUp(front, gap({ begunSince: Date.now() + 60_000 }))).toEqual([]);
    const found = await side.history.catchUpThread(at(root), longAgo());
    expect(found.map((reply) => reply.ts)).toEqual([ts]);
    expect(await side.history.catchUpThread(at(root), Date.now() + 60_000)).toEqual([]);
  });

  it("finds nothing in a thread that is gone", async () => {
    expect(await side.history.catchUpThread(at("1600000000.000001"), longAgo())).toEqual([]);
  });

  describe("from a server that leaves out", () => {
    const told = ["latest_reply", "reply_count", "reply_users_count", "reply_users", "thread_ts"];
    const leavesOut = (...fields: readonly string[]) => {
      const { self, names, log } = side;
      const web = (async (method: Parameters<Web>[0], args: never) => {
        const answer = (await side.web(method, args)) as { messages?: Record<string, unknown>[] };
        if (method !== "conversations.history") return answer;
        const without = (message: Record<string, unknown>) =>
          Object.fromEntries(Object.entries(message).filter(([name]) => !fields.includes(name)));
        return { ...answer, messages: answer.messages?.map(without) };
      }) as Web;
      return createDeskHistory({ web, self, names, now: Date.now, log });
    };

    it.each([
      ["when the latest reply came", ["latest_reply"]],
      ["all that it knows of replies", told],
    ])("%s, looks into each thread of ours", async (_, fields) => {
      const ts = say("one");
      const found = await leavesOut(...fields).catchUp(front, gap());
      expect(found.map((reply) => reply.ts)).toEqual([ts]);
    });

    it("that, leaves alone what is not ours", async () => {
      const theirs = slack.control.post({ user: ana, channel: front, text: "Lunch?" }).ts;
      say("me!", theirs);
      const known = async (thread: SlackTs) => (thread === root ? root : null);
      expect(await leavesOut(...told).catchUp(front, gap({ latest: known }))).toEqual([]);
      expect(slack.control.calls("conversations.replies").map(({ args }) => args.ts)).toEqual([root]);
    });

    it("that, finds nothing in a thread without news", async () => {
      say("one");
      const ahead = Date.now() + 60_000;
      const late = gap({ since: ahead, latest: async () => `${ahead / 1000}` as SlackTs });
      expect(await leavesOut("latest_reply").catchUp(front, late)).toEqual([]);
    });
  });

  it("waits when Slack says too often", async () => {
    say("one");
    slack.control.misbehave({ kind: "rateLimit", match: { method: "conversations.replies" }, retryAfter: 1 });
    expect(await side.history.catchUp(front, gap())).toHaveLength(1);
  });
});

describe("finding a user", () => {
  it("knows members by e-mail", async () => {
    expect(await side.history.findUser("ben@example.com")).toBe(ben);
  });
  it("knows nobody else", async () => {
    expect(await side.history.findUser("nobody@example.com")).toBeNull();
  });
  it("knows the e-mail of somebody, and asks for it once", async () => {
    expect(await side.history.emailOf?.(ben)).toBe("ben@example.com");
    slack.control.revokeToken();
    expect(await side.history.emailOf?.(ben)).toBe("ben@example.com");
  });
  it("knows no e-mail where Slack tells none", async () => {
    slack.control.setScopes(["chat:write", "users:read"]);
    expect(await side.history.emailOf?.(ben)).toBeNull();
  });
});

describe("verifying", () => {
  const levels = async (channel: SlackChannelId = front) =>
    (await side.history.verify([channel])).map(({ name, level }) => [name, level]);
  const ofChannel = async () => (await side.history.verify([front])).find(({ name }) => name.includes(front));

  it("finds all well", async () => {
    expect((await levels()).filter(([, level]) => level !== "ok")).toEqual([]);
    expect(await levels()).toContainEqual([`slack: channel ${front}`, "ok"]);
  });

  it("names a refused token and what to do", async () => {
    slack.control.revokeToken();
    const [finding, ...more] = await side.history.verify([front]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ level: "problem", sentence: expect.stringContaining("token_revoked") });
    expect(finding?.remedy).toContain("SLACK_BOT_TOKEN");
  });

  it("refuses a channel that is shared with another organisation", async () => {
    slack.control.setShared({ channel: front, isExtShared: true });
    expect(await ofChannel()).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining("another organisation"),
    });
  });

  it("names an archived channel", async () => {
    slack.control.archive({ channel: front });
    expect(await ofChannel()).toMatchObject({
      level: "problem",
      sentence: expect.stringContaining("archived"),
    });
  });

  it("names a channel that the app is not in", async () => {
    slack.control.remove({ channel: front, user: slack.botUserId });
    expect(await ofChannel()).toMatchObject({ level: "problem" });
  });

  it("warns of guests", async () => {
    slack.control.addUser({ id: "U0GUEST", name: "guest", isGuest: true });
    slack.control.invite({ channel: front, user: "U0GUEST" });
    expect(await ofChannel()).toMatchObject({ level: "warning", sentence: expect.stringContaining("guest") });
  });

  it("warns of a guest among thousands, in a public channel too", async () => {
    slack.control.addChannel({ id: "C0PUB", name: "open", members: [slack.botUserId] });
    for (let index = 0; index < 1_200; index += 1) {
      const id = `U0MANY${index}`;
      slack.control.addUser({ id, name: `many${index}`, isGuest: index === 1_150 });
      slack.control.invite({ channel: "C0PUB", user: id });
    }
    const found = await side.history.verify(["C0PUB" as SlackChannelId]);
    const ofIt = found.find(({ name }) => name.includes("C0PUB"));
    expect(ofIt?.sentence).toContain("is public");
    expect(ofIt?.sentence).toContain("many1150");
  });

  it("warns of a public channel", async () => {
    slack.control.addChannel({ id: "C0PUB", name: "open", members: [slack.botUserId] });
    expect(await levels("C0PUB" as SlackChannelId)).toContainEqual(["slack: channel C0PUB", "warning"]);
  });

  it("says that Slack can't be reached", async () => {
    await slack.stop();
    expect(await side.history.verify([front])).toMatchObject([
      { name: "slack: reachable", level: "problem" },
    ]);
  });
});
