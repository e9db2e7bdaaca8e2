/** Whatever people do about what they keep unsent, in any order: it leaves once at most, and is found where its conversation goes on. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { startList } from "../../../src/bridge/lists/start-list.ts";
import type { FillForm } from "../../../src/bridge/templates/fill-form.ts";
import type { DraftId, SlackUserId } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { beneath } from "../../store/beneath.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, maria, noel } from "../front-desk.ts";
import { createWorld, hour, second, type World } from "../world.ts";
import { hours, putTemplate, visit } from "./filling.ts";

const which = fc.nat({ max: 100 });
const by = fc.constantFrom(ana, ben);
const anyDeed = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("fill" as const, "reopen" as const, "submit" as const, "keep" as const),
      which,
      by,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("send" as const, "discard" as const), which, by }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("call" as const, "edit" as const),
      which,
      by,
      typed: fc.constantFrom("!hours", "!visit", "!hourz", "words"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("resolve" as const, "text" as const, "begin" as const, "list" as const),
      which,
      by,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("pass" as const, "restart" as const), which, by }),
  },
);
type Deed = typeof anyDeed extends fc.Arbitrary<infer D> ? D : never;

interface Opened {
  readonly form: FillForm;
  readonly user: SlackUserId;
  readonly act: string;
}

const contacts = [maria, noel];

async function livesThrough(world: World, deeds: readonly Deed[], after: () => Promise<void>): Promise<void> {
  const forms: Opened[] = [];
  const calls: { readonly place: Place; readonly user: SlackUserId }[] = [];
  for (const [turn, deed] of deeds.entries()) {
    const act = `act:${turn}`;
    const contact = contacts[deed.which % 2] ?? maria;
    const episodes = await world.episodes();
    const episode = episodes[deed.which % episodes.length];
    const drafts = await all(world);
    const draft = drafts[deed.which % Math.max(1, drafts.length)];
    const opened = forms[deed.which % Math.max(1, forms.length)];
    const user = deed.by;
    if (deed.do === "fill" && episode !== undefined) {
      const template = deed.which % 3 === 0 ? visit : hours;
      const form = await world.bridge.askToFill({ user, episode: episode.id, template });
      if (form.kind === "form") forms.push({ form, user, act });
    } else if (deed.do === "reopen" && draft !== undefined) {
      const form = await world.bridge.askToFill({ user, draft });
      if (form.kind === "form") forms.push({ form, user, act });
    } else if (deed.do === "submit" && opened !== undefined) {
      const body = `Sent ${turn}`;
      await world.bridge.sendFilled({ ...opened.form, ...opened, typed: body, body, asked: null });
    } else if (deed.do === "keep" && opened !== undefined) {
      await world.bridge.keepDraft({ ...opened.form, ...opened, body: `Kept ${turn}` });
    } else if (deed.do === "send" && draft !== undefined) await world.bridge.sendDraft({ draft, user });
    else if (deed.do === "discard" && draft !== undefined) await world.bridge.discardDraft({ draft, user });
    else if (deed.do === "call" && episode?.thread && episode.channel) {
      const text = deed.typed === "words" ? `Typed ${turn}` : deed.typed;
      const how = { channel: episode.channel };
      calls.push({ place: await world.reply(user, episode.thread, text, how), user });
    } else if (deed.do === "edit") {
      const call = calls[deed.which % Math.max(1, calls.length)];
      const text = deed.typed === "words" ? `Typed ${turn}` : deed.typed;
      if (call !== undefined) await world.edit(call.place, text);
    } else if (deed.do === "resolve" && episode !== undefined)
      await world.bridge.resolveEpisode({ episode: episode.id, user });
    else if (deed.do === "text") await world.text(contact, `Hello ${turn}`);
    else if (deed.do === "begin") {
      const plain = { line: null, at: null, unlessTheyWrite: false, act };
      await startText(world.ctx, { user, to: contact as string as never, body: `Begun ${turn}`, ...plain });
    } else if (deed.do === "list") {
      const recipients = contacts.map((one) => ({ kind: "number" as const, number: one as string as never }));
      await startList(world.ctx, { user, recipients, line: null, body: `To all ${turn}`, at: null, act });
    } else if (deed.do === "pass") await world.pass(deed.which * second);
    else if (deed.do === "restart" && deed.which % 3 === 0) await world.restart();
    await after();
  }
  await world.pass(hour);
  await after();
}

const all = async (world: World): Promise<DraftId[]> => {
  const episodes = await world.episodes();
  const found = await world.ctx.store.read((tx) =>
    Promise.all(episodes.map(({ id }) => tx.drafts.ofEpisode(id))),
  );
  return found.flat().map(({ id }) => id);
};

/** As the database says it: drafts that are not counted where they are, and those that stand behind where it goes on. */
const astray = `select d.id, e.id as at, e.state from episodes e left join drafts d on d.episode_id = e.id
  where e.drafts <> (select count(*) from drafts where episode_id = e.id)
  or (d.id is not null and e.state <> 'open' and exists
    (select 1 from episodes where conversation_id = e.conversation_id and state = 'open'))`;

describe("what is kept unsent", () => {
  it("leaves once at most and never with a gap, is kept no more once it left, and is where its conversation goes on", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDeed, { minLength: 10, maxLength: 60 }),
        fc.constantFrom(0, 10 * second),
        async (deeds, hold) => {
          const world = await createWorld({ hold });
          for (const contact of contacts) await world.begin(contact);
          await putTemplate(world, hours, { key: "hours" });
          await putTemplate(world, visit, { key: "visit", name: "Visit", text: "See you on {{?day}}." });
          const below = await beneath(world.database);
          await livesThrough(world, deeds, async () => expect(await below.rows(astray)).toEqual([]));
          const bodies = world.carrier.sent.map(({ body }) => body);
          expect(bodies.filter((body) => /[⟦⟧]|^!/u.test(body))).toEqual([]);
          const own = bodies.filter((body) => /^(?:Sent|Kept|Typed|Begun) /.test(body));
          expect(own).toEqual([...new Set(own)]);
          const kept = await below.rows<{ words: string }>("select sealed_text as words from drafts");
          for (const { words } of kept.filter(({ words }) => words.startsWith("p:Kept ")))
            expect(bodies).not.toContain(words.slice(2));
          await below.close();
          await world.close();
        },
      ),
      { numRuns: thinned(40) },
    );
  });
});
