import { describe, expect, it } from "vitest";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { submitPick } from "../../../src/bridge/templates/submit-pick.ts";
import type { EpisodeId, SlackUserId, TemplateId, Username } from "../../../src/domain/ids.ts";
import { ana, ben, dan, maria } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";
import { stockTemplates } from "./stock.ts";

async function begin(): Promise<{ readonly world: World; readonly episode: EpisodeId }> {
  const world = await createWorld();
  await stockTemplates(world.database, [
    { key: "hours" },
    { key: "bens", scope: "personal:ben" },
    { key: "bill", scope: "group:300" },
  ]);
  await world.begin(maria);
  return { world, episode: (await world.openEpisode(maria)).id };
}

const submit = async (world: World, conversation: EpisodeId, template: string, user: SlackUserId = ana) =>
  await submitPick(world.ctx, { user, conversation, template: template as TemplateId });

describe("a conversation and a template that are chosen", () => {
  it("become the filled-in text", async () => {
    const { world, episode } = await begin();
    expect(await submit(world, episode, "t-hours")).toMatchObject({
      kind: "form",
      episode,
      text: "Words of hours.",
    });
  });

  it("are refused at the conversation, where that can't be answered any more", async () => {
    const { world, episode } = await begin();
    const refused = async (user: SlackUserId, id = episode) => {
      const submitted = await submit(world, id, "t-hours", user);
      return submitted.kind === "wrong" && submitted.field === "conversation" ? submitted.words : submitted;
    };
    expect(await refused(dan)).toBe("In this conversation, only members of Front desk can text.");
    expect(await refused(ana, "made-up" as EpisodeId)).toBe("This conversation is not known here any more.");
    await resolveEpisode(world.ctx, { episode, user: ana });
    expect(await refused(ana)).toBe("This conversation is resolved. Reopen it first.");
    await world.begin(maria, "Hello again");
    expect(await refused(ana)).toBe("This conversation goes on in a newer thread.");
  });

  it("are refused at the template, where that is gone or not theirs", async () => {
    const { world, episode } = await begin();
    const refused = async (template: string, user: SlackUserId = ana) => {
      const submitted = await submit(world, episode, template, user);
      return submitted.kind === "wrong" && submitted.field === "template" ? submitted.words : submitted;
    };
    for (const other of ["t-bens", "t-bill"])
      expect(await refused(other)).toBe("This template is not yours to use any more. Choose another one.");
    expect(await submit(world, episode, "t-bens", ben)).toMatchObject({ kind: "form" });
    await world.ctx.store.transaction((tx) =>
      tx.templates.change("t-hours" as TemplateId, {}, { change: "deleted", by: "ana" as Username, at: 2 }),
    );
    for (const gone of ["t-hours", "made-up"])
      expect(await refused(gone)).toBe("This template was deleted. Choose another one.");
  });
});
