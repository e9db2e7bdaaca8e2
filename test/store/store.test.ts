import { describe, expect, it } from "vitest";
import type { ConversationId, E164, EpisodeId, SlackChannelId } from "../../src/domain/ids.ts";
import { maria } from "../bridge/front-desk.ts";
import { temporaryStore } from "./temporary.ts";

describe("the tables", () => {
  it("hold at most one open episode of a conversation", async () => {
    const store = await temporaryStore();
    let ids = 0;
    const newId = () => {
      ids += 1;
      return `${ids}`;
    };
    const open = (number: number) =>
      store.transaction(async (tx) => {
        const conversation = await tx.conversations.open(
          maria,
          { kind: "line", number: "+15550100001" as E164 },
          newId,
          1,
        );
        const channel = "C1" as SlackChannelId;
        const id = newId() as EpisodeId;
        await tx.episodes.insert({ id, conversationId: conversation.id, number, channel, openedAt: 1 });
        return id;
      });
    const first = await open(1);
    await expect(open(2)).rejects.toThrow();
    await store.transaction((tx) => tx.episodes.update(first, { state: "resolved" }));
    await open(2);
  });

  it("hold no episode without its conversation", async () => {
    const store = await temporaryStore();
    const episode = {
      id: "e" as EpisodeId,
      conversationId: "nobody" as ConversationId,
      number: 1,
      channel: "C1" as SlackChannelId,
      openedAt: 1,
    };
    await expect(store.transaction((tx) => tx.episodes.insert(episode))).rejects.toThrow();
  });
});
