/** A carrier's own list of opt-outs that takes no entries: it is read into our ledger, and nothing is put there. */
import { describe, expect, it } from "vitest";
import { askOptOut, recordOptOut } from "../../../src/bridge/contacts/record-opt-out.ts";
import type { Consent, ConsentList } from "../../../src/bridge/contracts/carrier-consents.ts";
import { enqueueConsentList } from "../../../src/bridge/outbox/consent-kinds.ts";
import type { CarrierCursor, LoginName } from "../../../src/domain/ids.ts";
import { ana, ben, billingLine, frontLine, maria } from "../front-desk.ts";
import { createWorld, minute, second, type World, words } from "../world.ts";

const title = "RingCentral";

async function begin() {
  const listed: Consent[] = [];
  const asked: (LoginName | null)[] = [];
  const consents: ConsentList = {
    list: async (by) => {
      asked.push(by);
      return { consents: [...listed], next: "read" as CarrierCursor };
    },
  };
  const world = await createWorld({ carrierHas: { consents } });
  const optOut = (line = frontLine) =>
    listed.push({ line, contact: maria, state: "out", source: "contact", at: new Date(world.now()) });
  return { world, listed, asked, optOut };
}

/** As the clock does it. */
async function sync(world: World): Promise<void> {
  await enqueueConsentList(world.ctx);
  await world.pass(second);
}

async function ledger(world: World): Promise<string[]> {
  const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
  return rows.map(({ kind, line, source }) => `${kind} ${line ?? "all"} ${source}`);
}

const owed = (world: World) => world.ctx.store.read((tx) => tx.outbox.backlog());

describe("a carrier's list of opt-outs that takes no entries", () => {
  it("is asked without a login, and who stands in it is texted no more", async () => {
    const { world, asked, optOut } = await begin();
    const thread = await world.begin();
    optOut();
    optOut(billingLine);
    await sync(world);
    expect(asked).toEqual([null]);
    expect(await ledger(world)).toEqual([`out ${frontLine} list`, `out ${billingLine} list`]);
    await world.reply(ben, thread, "See you at ten");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    await sync(world);
    expect(await ledger(world)).toHaveLength(2);
  });

  it("lets nobody be texted again by no longer naming them", async () => {
    const { world, listed, optOut } = await begin();
    await world.begin();
    optOut();
    await sync(world);
    listed.length = 0;
    await sync(world);
    expect(await ledger(world)).toEqual([`out ${frontLine} list`]);
  });

  it("is told of nothing that is recorded here, and nobody is promised that it is", async () => {
    const { world, optOut } = await begin();
    await world.begin();
    optOut();
    await sync(world);
    const { id: episode } = await world.openEpisode();
    const form = await askOptOut(world.ctx, { episode, user: ana });
    expect(JSON.stringify(form)).not.toContain("asks it to let them through");
    expect(JSON.stringify(form)).toContain("goes on refusing texts to them");
    for (const kind of ["in", "out"] as const) {
      world.skip(minute);
      const act = `${kind} ${world.now()}`;
      expect(
        await recordOptOut(world.ctx, { episode, kind, evidence: "by phone", user: ana, act }),
      ).toBeNull();
    }
    expect((await owed(world)).filter(({ kind }) => kind.startsWith("consent"))).toEqual([]);
    await world.runAll();
    const told = world.desk.told.map(({ sentence }) => words(sentence)).join("\n");
    expect(told).not.toContain(`${title} keeps`);
    expect(await ledger(world)).toEqual([`out ${frontLine} list`, "in all record", "out all record"]);
  });
});
