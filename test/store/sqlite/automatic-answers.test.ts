import { describe, expect, it } from "vitest";
import type { AutomaticKind } from "../../../src/bridge/contracts/store/automatic-answers.ts";
import type { E164, MessageId, Username } from "../../../src/domain/ids.ts";
import type { Owner } from "../../../src/domain/owner.ts";
import { frontLine, maria, noel } from "../../bridge/front-desk.ts";
import { temporaryStore } from "../temporary.ts";

const dee: Owner = { kind: "member", username: "dee" as Username };
const eve: Owner = { kind: "member", username: "eve" as Username };
const hour = 3_600_000;
const now = 10 * hour;

/** Answers that were given, by whose they were, and what is found of them for dee. */
async function answered(given: readonly [Owner, AutomaticKind, number][], to = maria) {
  const store = await temporaryStore();
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `${ids}`;
  };
  const ask = async () =>
    await store.transaction(async (tx) => {
      const { id, contactId } = await tx.conversations.open(maria, dee, newId, 1);
      return tx.automaticAnswers.before(contactId, id, { since: 0, hourAgo: now - hour, now });
    });
  for (const [owner, kind, at] of given)
    await store.transaction(async (tx) => {
      const { id: conversationId, contactId } = await tx.conversations.open(to, owner, newId, 1);
      const message = await tx.messages.insert({
        id: newId() as MessageId,
        conversationId,
        episodeId: null,
        line: frontLine as E164,
        direction: "out",
        state: "queued",
        body: "I am away.",
        carrier: "twilio",
        writtenAt: at,
        createdAt: at,
      });
      await tx.automaticAnswers.add(contactId, kind, message.id, at);
    });
  return ask;
}

const nothing = { autoReply: null, autoReplyHere: null, afterHours: null, stopped: null, inLastHour: 0 };

describe("the automatic answers that a contact got", () => {
  it("are none at first", async () => {
    expect(await (await answered([]))()).toMatchObject(nothing);
  });

  it("are counted by contact, whoever answered", async () => {
    const ask = await answered([
      [dee, "auto_reply", now - 2 * hour],
      [eve, "auto_reply", now - 1_000],
      [dee, "after_hours", now - 2_000],
      [dee, "stopped", now - 500],
    ]);
    expect(await ask()).toMatchObject({
      autoReply: now - 1_000,
      autoReplyHere: now - 2 * hour,
      afterHours: now - 2_000,
      stopped: now - 500,
      inLastHour: 2,
    });
  });

  it("are not another contact's", async () => {
    expect(await (await answered([[dee, "auto_reply", now]], noel))()).toMatchObject(nothing);
  });

  it("are dated now where they seem to come later, as the clock was set back", async () => {
    const ask = await answered([[dee, "auto_reply", now + 24 * hour]]);
    expect(await ask()).toMatchObject({ autoReply: now, autoReplyHere: now, inLastHour: 1 });
    expect(await ask()).toMatchObject({ autoReply: now });
  });
});
