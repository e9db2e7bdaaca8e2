import { describe, expect, it } from "vitest";
import { wordsOf } from "../../../src/sandbox/page/block-kit/words.ts";
import { fromTokens, mentionsFor, toTokens } from "../../../src/sandbox/page/slack/typed.ts";
import type { SlackSide } from "../../../src/sandbox/page-api.ts";

const user = (id: string, name: string, realName: string) => ({
  id,
  name,
  realName,
  email: null,
  isBot: false,
  isGuest: false,
  deleted: false,
  active: true,
  image: "",
});

const slack: SlackSide = {
  botUserId: "U0BOT",
  users: [
    user("U0ANA", "ana", "Ana Reyes"),
    user("U0BEN", "ben", "Ben Ito"),
    user("U0BENNY", "benny", "Benny"),
  ],
  channels: [
    {
      id: "C0FRONT",
      name: "front-desk",
      kind: "group",
      members: [],
      isArchived: false,
      isExtShared: false,
      topic: "",
      messages: [],
    },
  ],
  usergroups: [{ id: "S0ALL", name: "All", handle: "all", users: [] }],
  emoji: {},
  ephemerals: [],
  views: [],
  homes: [],
  notifications: [],
  seen: {},
};

describe("what is typed in a composer", () => {
  it.each([
    ["@Ben Ito can you?", "<@U0BEN> can you?"],
    ["@ben, look", "<@U0BEN>, look"],
    ["@benny and @bennyx", "<@U0BENNY> and @bennyx"],
    ["see #front-desk @here @all", "see <#C0FRONT> <!here> <!subteam^S0ALL>"],
    ["mail me@ben.example", "mail me@ben.example"],
    ["nobody @nobody", "nobody @nobody"],
  ])("%j is sent as %j", (typed, sent) => {
    expect(toTokens(typed, slack)).toBe(sent);
  });

  it("is shown again for editing as it was typed", () => {
    expect(fromTokens("<@U0BEN> &lt;b&gt; &amp; <https://example.com/>", slack)).toBe(
      "@Ben Ito <b> & https://example.com/",
    );
  });

  it("suggests whose name begins so", () => {
    expect(mentionsFor("hello @be", slack).map(({ shown }) => shown)).toEqual(["@Ben Ito", "@Benny"]);
    expect(mentionsFor("mail@be", slack)).toEqual([]);
  });
});

describe("a message as plain words", () => {
  it.each([
    ["*Bold* and _not_ `code` :wave:", "Bold and not code 👋"],
    ["<@U0BEN> in <#C0FRONT>, <!subteam^S0ALL>, <!here>", "@Ben Ito in #front-desk, @all, @here"],
    ["<https://example.com/|there> &lt;b&gt; a &amp; b", "there <b> a & b"],
    ["two\nlines\n&gt; and a quote", "two lines and a quote"],
    ["```some\ncode```", "some code"],
    ["<@U0BOT> and <@U0GONE>", "@Threadline and @U0GONE"],
  ])("reads %j as %j", (text, words) => {
    expect(wordsOf(text, slack, "Threadline")).toBe(words);
  });
});
