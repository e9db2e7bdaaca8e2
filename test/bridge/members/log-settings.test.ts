import { describe, expect, it } from "vitest";
import {
  askLogSettings,
  type LogSettingsForm,
  type SetLogSettings,
  setLogSettings,
} from "../../../src/bridge/members/log-settings.ts";
import { policyOf } from "../../../src/bridge/records/policy-of.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { Username } from "../../../src/domain/ids.ts";
import type { LogRules } from "../../../src/domain/log-policy.ts";
import { ben, officeWithDirect, stranger } from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";

const officeWith = (crm: LogRules): Directory => ({ ...officeWithDirect, crm });
const locked = <T>(value: T) => ({ value, customizable: false });
let acts = 0;
const by = (typed: SetLogSettings["typed"], change: Partial<SetLogSettings> = {}): SetLogSettings => {
  acts += 1;
  return { user: ben, typed, remindWeekly: true, act: `act-${acts}`, ...change };
};
const policy = (world: World) =>
  world.ctx.store.read((tx) => policyOf(tx, { owner: { kind: "member", username: "ben" as Username } }));
const stored = (world: World) => world.ctx.store.read((tx) => tx.logSettings.of("ben" as Username));

describe("a member's logging settings", () => {
  it("are as the directory has them, and what they set from then on, across a restart", async () => {
    const world = await createWorld({
      directory: officeWith({ write: { value: "once", customizable: true } }),
    });
    const form = (await askLogSettings(world.ctx, ben)) as LogSettingsForm;
    expect(form).toMatchObject({ crm: "Scripted CRM", isDirect: true, remindWeekly: true });
    expect(form.policies).toMatchObject({
      autoLog: { value: true },
      write: { value: "once", locked: false },
    });
    expect(
      await setLogSettings(world.ctx, by({ autoLog: false, write: "as_it_grows" }, { remindWeekly: false })),
    ).toBeNull();
    await world.restart();
    expect(await policy(world)).toMatchObject({ autoLog: false, write: "as_it_grows" });
    expect(await askLogSettings(world.ctx, ben)).toMatchObject({ remindWeekly: false });
  });

  it("keep only what differs, so that the rest follows the directory", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await setLogSettings(world.ctx, by({ autoLog: true, severalContacts: "earliest" }));
    expect((await stored(world))?.value).toEqual({ severalContacts: "earliest" });
    await world.apply(officeWith({ autoLog: { value: false, customizable: true } }));
    expect(await policy(world)).toMatchObject({ autoLog: false, severalContacts: "earliest" });
  });

  it("are refused where they became locked meanwhile, and nothing of them is kept", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.apply(officeWith({ autoLog: locked(true) }));
    expect(await setLogSettings(world.ctx, by({ autoLog: false, write: "once" }))).toEqual({
      problems: { autoLog: expect.stringContaining("Your admin has set this for everyone meanwhile") },
    });
    expect(await stored(world)).toBeNull();
  });

  it("don't count while they are locked, and count again once they are not", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await setLogSettings(world.ctx, by({ autoLog: false }));
    await world.apply(officeWith({ autoLog: locked(true) }));
    expect(await policy(world)).toMatchObject({ autoLog: true });
    await world.apply(officeWithDirect);
    expect(await policy(world)).toMatchObject({ autoLog: false });
  });

  it("are set once, however often Slack tells it", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const first = by({ autoLog: false });
    await setLogSettings(world.ctx, first);
    await setLogSettings(world.ctx, by({ autoLog: true }));
    expect(await setLogSettings(world.ctx, first)).toBeNull();
    expect((await stored(world))?.value).toEqual({});
  });

  it("show at their Home", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await setLogSettings(world.ctx, by({ autoLog: false }, { remindWeekly: false }));
    await world.runAll();
    expect(world.desk.homes).toMatchObject([
      {
        user: ben,
        home: { logging: { autoLog: false, popupAfterFirst: false, own: 1, remindWeekly: false } },
      },
    ]);
  });

  it("keep when they were reminded last", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.ctx.store.transaction((tx) =>
      tx.logSettings.put({
        username: "ben" as Username,
        value: {},
        remindWeekly: true,
        remindedAt: 7,
        changedAt: 7,
      }),
    );
    await setLogSettings(world.ctx, by({ autoLog: false }));
    expect(await stored(world)).toMatchObject({ remindedAt: 7, changedAt: world.now() });
  });

  it("are not another's who gets their name after they left", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await setLogSettings(world.ctx, by({ autoLog: false }));
    const members = officeWithDirect.members.filter(({ username }) => username !== "ben");
    const groups = officeWithDirect.groups.map((group) => ({
      ...group,
      members: group.members.filter((username) => username !== "ben"),
    }));
    const lines = officeWithDirect.lines.filter(
      ({ smsExtension }) => smsExtension !== "ben" && smsExtension !== "102",
    );
    await world.apply({ ...officeWithDirect, members, groups, lines });
    await world.apply(officeWithDirect);
    expect(await policy(world)).toMatchObject({ autoLog: true });
  });

  it("are nobody's who is not in the directory", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const refusal = { refusal: expect.stringContaining("not in") };
    expect(await askLogSettings(world.ctx, stranger)).toEqual(refusal);
    expect(await setLogSettings(world.ctx, by({ autoLog: false }, { user: stranger }))).toEqual(refusal);
  });
});
