/** What becomes of a record whose making App Connect did not answer: nobody can tell whether it stands, so that a person is asked. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Crm } from "../../../src/bridge/contracts/crm.ts";
import { ben, maria } from "../../bridge/front-desk.ts";
import { beginDirect, logWorld } from "../../bridge/records/log-world.ts";
import { hour, minute } from "../../bridge/world.ts";
import { type AppConnectFake, createAppConnectFake } from "./app-connect-fake.ts";
import { appConnectWith } from "./app-connect-with.ts";

let fake: AppConnectFake;
let crm: Crm;
const isLog = ({ path }: { readonly path: string }) => path === "/messageLog";
const posts = () => fake.requests.filter(isLog).length;

beforeEach(async () => {
  fake = await createAppConnectFake();
  fake.contacts.push({ id: 501, name: "Maria Lopez", type: "contact", phone: maria, company: null });
  crm = appConnectWith(fake.url, fake.token(13 * 24 * 3600));
});
afterEach(() => fake.stop());

async function lost() {
  const world = await logWorld({ crmOf: () => crm });
  fake.next("lost", isLog);
  await beginDirect(world);
  await world.live(9 * minute);
  const waiting = async () => await world.ctx.store.read((tx) => tx.records.heldOf(maria, ["uncertain"]));
  expect(await waiting()).toEqual([]);
  await world.live(hour);
  const [record, ...others] = await waiting();
  expect(others).toEqual([]);
  if (record === undefined) throw new Error("nobody is asked");
  return {
    record,
    again: async () => {
      await world.bridge.tryLogAgain({ record: record.id, user: ben });
      await world.live(minute);
      return await waiting();
    },
  };
}

it("it is not posted again where the server may not know it, and somebody is asked after ten minutes", async () => {
  fake.isCutOff = true;
  const { record } = await lost();
  expect(posts()).toBe(1);
  expect(fake.records).toHaveLength(1);
  expect(record.reason).toBe(
    "App Connect did not say whether it took this, and does not show it. Look there before it is tried again.",
  );
});

it("it is posted again when they say so, which makes no second one where the server knows it", async () => {
  const { again } = await lost();
  expect(await again()).toEqual([]);
  expect(posts()).toBe(2);
  expect(fake.records).toHaveLength(1);
});
