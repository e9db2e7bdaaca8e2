import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben, cy } = scene;
const control = () => world.sandbox.slack.control;
const told = (user: string, words: string) =>
  until(words, () => world.told(user).findLast((one) => one.includes(words)));
const sms = (user: string, words: string) => world.person(user).types(`/sms ${words}`);
const group = async () => until("the group direct message", () => world.person(ana).groupWith(ben));

/** What is kept of what two of the team wrote, as the transcript has it. */
async function transcript(user: string, count: number): Promise<string> {
  const { channel, sees } = await group();
  await control().messageShortcut({ user, channel, ts: sees()[0]?.ts ?? "", callbackId: "transcript.show" });
  const files = await until("the files", () => {
    const found = world.person(user).filesInDirect();
    return found.length === count * 2 ? found : null;
  });
  return files.at(-2)?.content ?? "";
}

const rows = (table: string): number => {
  const database = new Database(`${world.folder}/threadline.db`, { readonly: true });
  try {
    return (database.prepare(`select count(*) as count from ${table}`).get() as { count: number }).count;
  } finally {
    database.close();
  }
};

const directory = `
time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200" }
members:
  - { username: ana, extension: "101", slack: "${ana}", name: Ana Silva, role: manager }
  - { username: ben, extension: "102", slack: "${ben}", name: Ben Ito, role: agent }
  - { username: cy, extension: "103", slack: "${cy}", name: Cy Young, role: agent }
groups:
  - { extension: "200", name: Front desk, channel: "${scene.channel}", members: [ana, ben, cy], outbound_line: "${scene.line}" }
`;

const begin = async (options: WorldOptions = {}) => {
  world = await createWorld({ directory, ...options });
};

describe.each([["by socket", {}] as const, ["over HTTP", { mode: "http" } as const] as const])(
  "what a member writes to a colleague, %s",
  (_, options) => {
    it("stands under their name in the group direct message of both and the app, and what is answered there stays there", async () => {
      await begin(options);
      await sms(ana, "102 can you take line 2?");
      await told(ana, "Written to Ben Ito, from ana to ben");
      const { channel, sees, writes } = await group();
      const post = await until("the post", () => sees()[0]);
      expect(post.username).toBe("Ana Silva");
      expect(shown(post)).toContain("can you take line 2?");
      expect(shown(post)).toContain("ana to ben");
      expect(
        [
          ...(control()
            .state()
            .channels.find(({ id }) => id === channel)?.members ?? []),
        ].sort(),
      ).toEqual([ana, ben, control().state().botUserId].sort());

      const colleague = world.person(ben).groupWith(ana);
      const answer = colleague?.writes("STOP texting me, I am on it") ?? "";
      const inThread = colleague?.writes(`+1 555 019 9001 running late`, post.ts) ?? "";
      colleague?.edits(answer, "On it");
      const mistake = writes("wrong window");
      control().deleteMessage({ user: ana, channel, ts: mistake });
      await world.settle();
      expect(rows("staff_messages")).toBe(4);
      expect(rows("messages")).toBe(0);
      expect(rows("opt_outs")).toBe(0);
      expect(world.sandbox.twilio.control.messages()).toEqual([]);
      expect(control().message(channel, inThread)?.reactions).toEqual([]);
      expect(sees().filter(({ botId }) => botId !== null)).toHaveLength(1);

      const text = await transcript(ben, 1);
      expect(text).toMatch(/^Between Ben Ito and Ana Silva, in Slack\n/);
      expect(text).toMatch(/ {2}Ana Silva: posted\n {2}can you take line 2\?/);
      expect(text).toMatch(/ {2}Ben Ito: edited\n {2}On it/);
      expect(text).toContain("  +1 555 019 9001 running late");
      expect(text).toMatch(/ {2}Ana Silva: deleted\n/);
      expect(text).not.toContain("wrong window");
    });
  },
);

describe("writing to a colleague", () => {
  it("is taken in again after a gap: what was written, edited and deleted meanwhile", async () => {
    await begin();
    await sms(ana, "ben Lunch?");
    const { sees, writes, edits, channel } = await group();
    await until("the post", () => sees()[0]);
    const [kept, gone] = [writes("At noon"), writes("Not at all")];
    await world.settle();
    await world.restart({
      whileDown: () => {
        edits(kept, "At one");
        control().deleteMessage({ user: ana, channel, ts: gone });
        writes("I bring cake");
      },
    });
    await world.settle();
    const text = await transcript(ana, 1);
    for (const words of ["Lunch?", "At one", "I bring cake"]) expect(text).toContain(`  ${words}\n`);
    for (const words of ["At noon", "Not at all"]) expect(text).not.toContain(words);
  });

  it("keeps nothing of a group direct message of others that the app was only added to", async () => {
    await begin();
    const { apiUrl, botToken } = world.sandbox.slack;
    const opened = await fetch(`${apiUrl}conversations.open`, {
      method: "POST",
      headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json" },
      body: JSON.stringify({ users: `${ana},${cy}` }),
    });
    const answer = (await opened.json()) as { channel: { id: string } };
    const channel = answer.channel.id;
    const root = control().post({ user: ana, channel, text: "Between us" });
    control().post({ user: cy, channel, threadTs: root.ts, text: "Nobody else's business" });
    await world.settle();
    expect([rows("replies"), rows("staff_messages")]).toEqual([0, 0]);
    expect([world.told(ana), world.told(cy)]).toEqual([[], []]);
  });

  it("is posted once, though Slack's answer to it was lost", async () => {
    await begin();
    await sms(ana, "ben first");
    await until("the first", async () => (await group()).sees()[0]);
    control().misbehave({ match: { method: "chat.postMessage" }, kind: "dropAnswer" });
    await sms(ana, "ben second");
    await world.settle();
    expect((await group()).sees().filter((one) => shown(one).includes("second"))).toHaveLength(1);
  });

  it.each([
    ["ana hello", "That is you. Name a colleague, by extension or username."],
    ["101 hello", "That is you. Name a colleague, by extension or username."],
  ])("refuses /sms %s in words", async (typed, words) => {
    await begin();
    await sms(ana, typed);
    await told(ana, words);
    await world.settle();
    expect(rows("staff_messages")).toBe(0);
  });

  it("says so where a colleague was deactivated", async () => {
    await begin();
    control().changeUser({ id: ben, deleted: true });
    await world.settle();
    await sms(ana, "ben hello");
    await told(ana, "Ben Ito was deactivated in Slack, so nothing written there reaches them.");
  });

  it("tells whoever wrote where the scope is missing, and posts nothing", async () => {
    await begin();
    control().setScopes(
      control()
        .state()
        .scopes.filter((scope) => scope !== "mpim:write"),
    );
    await sms(ana, "ben hello");
    await told(
      ana,
      "What you wrote to Ben Ito was not delivered: “hello”. Threadline may not open group direct messages",
    );
    await world.settle();
    expect(rows("staff_messages")).toBe(0);
  });

  it("is not shown to a manager who is none of the two", async () => {
    await begin();
    await sms(ben, "cy lunch?");
    await world.settle();
    expect(control().groupDirectMessage([ben, cy])).not.toBeNull();
    await sms(ana, "find cy");
    await told(ana, "Nothing was found for “cy”");
    await sms(ben, "find cy");
    await told(ben, "Found for “cy”");
  });
});
