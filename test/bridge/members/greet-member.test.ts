import { describe, expect, it } from "vitest";
import { identifyAgain } from "../../../src/bridge/directory/identify-member.ts";
import {
  ben,
  benLine,
  fay,
  fayEmail,
  maria,
  office,
  officeWithDirect,
  officeWithTwoDirect,
} from "../front-desk.ts";
import { createWorld, type World } from "../world.ts";

const welcomed = (world: World) => world.desk.welcomed.map(({ user }) => user);

describe("a member to whom a line leads", () => {
  it("is told once in their direct messages what comes there, whatever happens after", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.runAll();
    expect(world.desk.welcomed).toMatchObject([{ user: ben, home: { lines: [{ number: benLine }] } }]);
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.apply(officeWithTwoDirect);
    await world.restart();
    await world.apply(officeWithDirect);
    expect(welcomed(world)).toEqual([ben]);
  });

  it("is told when the first line leads to them, not before", async () => {
    const outbound = officeWithDirect.members.map((one) => ({
      ...one,
      outboundLine: office.lines[0]?.number ?? benLine,
    }));
    const world = await createWorld({ directory: { ...office, members: outbound } });
    await world.runAll();
    expect(welcomed(world)).toEqual([]);
    await world.apply(officeWithDirect);
    expect(welcomed(world)).toEqual([ben]);
  });

  it("is told once the desk knows them", async () => {
    const [, , , , , faysEntry] = office.members;
    const lines = [
      ...office.lines,
      {
        number: benLine,
        name: "Fay",
        carrier: "twilio",
        preview: "full" as const,
        ...(faysEntry?.extension ? { smsExtension: faysEntry.extension } : {}),
      },
    ];
    const world = await createWorld({ directory: { ...office, lines } });
    await world.runAll();
    expect(welcomed(world)).toEqual([]);
    world.desk.users.set(fayEmail, fay);
    await identifyAgain(world.ctx);
    await world.runAll();
    expect(welcomed(world)).toEqual([fay]);
  });

  it("is told again only when the answer to the first attempt was lost", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    world.desk.fail("welcome", "unreachable", { certain: false });
    await world.pass(60_000);
    expect(welcomed(world)).toEqual([ben]);
  });
});
