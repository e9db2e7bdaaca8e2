import { expect, it } from "vitest";
import { policyOf } from "../../../src/bridge/records/policy-of.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { Username } from "../../../src/domain/ids.ts";
import { frontLine, office } from "../front-desk.ts";
import { createWorld } from "../world.ts";

const ana = "ana" as Username;
const directory: Directory = {
  ...office,
  crm: { autoLog: { value: true, customizable: true }, write: { value: "once", customizable: false } },
  groups: office.groups.map((group) => ({
    ...group,
    crm: { unknownContact: { value: "skip", customizable: true } },
  })),
};

async function policies() {
  const world = await createWorld({ directory });
  await world.ctx.store.transaction((tx) =>
    tx.logSettings.put({
      username: ana,
      value: { autoLog: false, write: "as_it_grows", unknownContact: "placeholder" },
      remindWeekly: true,
      remindedAt: null,
      changedAt: world.now(),
    }),
  );
  return await world.ctx.store.read(async (tx) => ({
    shared: await policyOf(tx, { owner: { kind: "line", number: frontLine } }),
    own: await policyOf(tx, { owner: { kind: "member", username: ana } }),
  }));
}

it("takes of a direct conversation what its member set, where that is not locked", async () => {
  const { own } = await policies();
  expect(own).toMatchObject({ autoLog: false, write: "once", unknownContact: "placeholder" });
});

it("takes of a shared one nobody's own", async () => {
  const { shared } = await policies();
  expect(shared).toMatchObject({ autoLog: true, write: "once", unknownContact: "skip" });
});
