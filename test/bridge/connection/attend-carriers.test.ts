import { describe, expect, it } from "vitest";
import { attendCarriers } from "../../../src/bridge/connection/attend-carriers.ts";
import type { Attending } from "../../../src/bridge/contracts/carrier.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import { frontLine } from "../front-desk.ts";
import { createWorld } from "../world.ts";

async function attended() {
  const asked: Attending[] = [];
  const attend = async (attending: Attending) => void asked.push(attending);
  const world = await createWorld({ carrierHas: { attend, logins: ["main" as LoginName] } });
  const linesAsked = () => asked.splice(0).map(({ lines }) => lines.map(({ number }) => number));
  return { world, asked, linesAsked };
}

describe("carriers that tell by a connection", () => {
  it("are attended to by whoever has the lead", async () => {
    const { world, linesAsked } = await attended();
    await attendCarriers(world.ctx);
    expect(linesAsked().flat()).toContain(frontLine);
  });

  it("are let go of where the lead was lost, for as long as it is another's", async () => {
    const { world, asked, linesAsked } = await attended();
    await attendCarriers({ ...world.ctx, leads: () => false });
    expect(asked.map(({ lines, logins }) => ({ lines, logins }))).toEqual([{ lines: [], logins: [] }]);
    expect(linesAsked()).toEqual([[]]);
    await attendCarriers(world.ctx);
    expect(linesAsked().flat()).toContain(frontLine);
  });

  it("that can't be let go of are no reason to fail", async () => {
    const { world } = await attended();
    for (const carrier of world.ctx.carriers.values())
      Object.assign(carrier, { attend: () => Promise.reject(new Error("it can't be reached")) });
    await attendCarriers({ ...world.ctx, leads: () => false });
    expect(world.logged.at(-1)?.level).toBe("warn");
  });
});
