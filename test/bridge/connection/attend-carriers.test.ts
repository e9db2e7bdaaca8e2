import { describe, expect, it } from "vitest";
import { attendCarriers } from "../../../src/bridge/connection/attend-carriers.ts";
import { catchUpCarriers, noteMissedText } from "../../../src/bridge/connection/catch-up-carrier.ts";
import { routeKept } from "../../../src/bridge/connection/route-kept.ts";
import type { Attending } from "../../../src/bridge/contracts/carrier.ts";
import type { TextEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import type { CarrierMessageId, LoginName } from "../../../src/domain/ids.ts";
import { frontLine, maria } from "../front-desk.ts";
import { createWorld, second } from "../world.ts";

const textAt = (at: number, id: string): TextEvent => ({
  kind: "text",
  carrierMessageId: id as CarrierMessageId,
  from: maria,
  to: frontLine,
  body: id,
  media: [],
  receivedAt: new Date(at),
});

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

  it("whose list can't be read when they tell of a text have it stand behind what is on that list", async () => {
    const asked: Attending[] = [];
    const attend = async (attending: Attending) => void asked.push(attending);
    const world = await createWorld({ carrierHas: { attend, answerWithin: 2_000 } });
    await catchUpCarriers(world.ctx);
    await attendCarriers(world.ctx);
    noteMissedText(world.ctx, "twilio");
    world.carrier.silent = true;
    await asked[0]?.take(textAt(world.now() + second, "newer"));
    world.carrier.silent = false;
    world.carrier.listed.push(textAt(world.now(), "missed"));
    world.skip(10 * second);
    await routeKept(world.ctx);
    await world.runAll();
    const shown = world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? post.texts : []));
    expect(shown.map(({ body }) => body)).toEqual(["missed", "newer"]);
  });

  it("that can't be let go of are no reason to fail", async () => {
    const { world } = await attended();
    for (const carrier of world.ctx.carriers.values())
      Object.assign(carrier, { attend: () => Promise.reject(new Error("it can't be reached")) });
    await attendCarriers({ ...world.ctx, leads: () => false });
    expect(world.logged.at(-1)?.level).toBe("warn");
  });
});
