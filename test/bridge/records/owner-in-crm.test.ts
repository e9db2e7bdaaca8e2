import { beforeEach, describe, expect, it } from "vitest";
import { ownerInCrm } from "../../../src/bridge/records/owner-in-crm.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { Username } from "../../../src/domain/ids.ts";
import { createLog } from "../../../src/log.ts";
import { ben, fayEmail, frontLine, office } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const owner = { kind: "line", number: frontLine } as const;
const of = (world: World, member: string) => ownerInCrm(world.ctx, { member: member as Username, owner });
const fay = { id: "7", name: "Fay Lund", email: fayEmail };

let world: World;
let asked: number;

async function begin(directory: Directory = office): Promise<void> {
  world = await createWorld({ directory });
  asked = 0;
  const { listUsers } = world.crm.crm;
  world.crm.crm.listUsers = async () => {
    asked += 1;
    return (await listUsers?.()) ?? [];
  };
}
beforeEach(async () => {
  await begin();
  world.crm.users.push(
    fay,
    { id: "8", name: "Ben", email: "ben@example.com" },
    { id: "9", name: "App", email: null },
  );
});

describe("who a member is in the CRM", () => {
  it("is told by the e-mail of the directory", async () => {
    expect(await of(world, "fay")).toBe("7");
  });

  it("is told by the e-mail that the desk shows, where the directory has none", async () => {
    world.desk.emails.set(ben, "Ben@Example.com");
    expect(await of(world, "ben")).toBe("8");
  });

  it("is what somebody wrote by hand, before any e-mail", async () => {
    const owners = { fay: "70" } as Record<Username, string>;
    await world.apply({ ...office, crm: { owners } });
    expect(await of(world, "fay")).toBe("70");
    expect(asked).toBe(0);
  });

  it("is what is written for the line before what is written for all", async () => {
    const owners = (id: string) => ({ owners: { fay: id } as Record<Username, string> });
    const lines = office.lines.map((line) => ({ ...line, crm: owners("71") }));
    await world.apply({ ...office, lines, crm: owners("70") });
    expect(await of(world, "fay")).toBe("71");
  });

  it.each(["ben", "ana", "nobody"])("is not known of %s, whose e-mail nobody tells", async (member) => {
    expect(await of(world, member)).toBeNull();
  });

  it("is not known where the CRM knows no users", async () => {
    delete world.crm.crm.listUsers;
    expect(await of(world, "fay")).toBeNull();
  });
});

describe("the CRM's users", () => {
  it("are asked for once an hour", async () => {
    await of(world, "fay");
    await of(world, "fay");
    expect(asked).toBe(1);
    world.skip(hour);
    await of(world, "fay");
    expect(asked).toBe(2);
  });

  it("are asked for once by many at the same time", async () => {
    expect(await Promise.all([1, 2, 3].map(() => of(world, "fay")))).toEqual(["7", "7", "7"]);
    expect(asked).toBe(1);
  });

  it("are not known while the CRM is silent, and asked for again after a minute", async () => {
    world.crm.silent = true;
    expect(await of(world, "fay")).toBeNull();
    world.crm.silent = false;
    expect(await of(world, "fay")).toBeNull();
    world.skip(minute);
    expect(await of(world, "fay")).toBe("7");
  });

  it("are not known where what it told can't be read, and nothing of that is logged", async () => {
    const broken = async () => JSON.parse("Fay Lund, fay@example.com");
    world.crm.crm.listUsers = broken;
    const logged: string[] = [];
    const log = createLog("debug", { write: (line) => void logged.push(line) });
    const history = { ...world.ctx.history, emailOf: broken };
    for (const member of ["fay", "ben"] as Username[])
      expect(await ownerInCrm({ ...world.ctx, log, history }, { member, owner })).toBeNull();
    world.crm.crm.listUsers = async () => [fay];
    world.skip(hour);
    expect(await ownerInCrm({ ...world.ctx, log, history }, { member: "ben" as Username, owner })).toBeNull();
    expect(logged).toHaveLength(2);
    for (const line of logged) expect(line).toContain("could not be parsed");
    expect(logged.join()).not.toMatch(/Fay|fay@/);
  });

  it("are those that it told last, while it is silent", async () => {
    await of(world, "fay");
    world.crm.silent = true;
    world.skip(hour);
    expect(await of(world, "fay")).toBe("7");
  });
});
