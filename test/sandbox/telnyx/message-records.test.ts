/** The vendor's own client searches the stand-in's records of messages. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TelnyxStandIn } from "../../../src/sandbox/telnyx/types/stand-in.ts";
import { createStandIn, line, phone, refused, vendorClient } from "./stand-in-world.ts";

let standIn: TelnyxStandIn;
const clock = { ms: 0 };

beforeEach(async () => {
  clock.ms = Date.parse("2026-03-02T12:00:00Z");
  standIn = await createStandIn({ now: () => new Date(clock.ms) });
});
afterEach(() => standIn.stop());

const search = async (more: object = {}, sort: string[] = ["created_at"]) => {
  const found = await vendorClient(standIn).detailRecords.list({
    filter: { record_type: "messaging", ...more },
    sort,
  });
  return found.data as readonly { readonly uuid?: string; readonly status?: string }[];
};
const send = async (more: object = {}) => {
  const asked = { from: line, to: phone, text: "Yes, until 6.", ...more };
  const { data } = await vendorClient(standIn).messages.send(asked);
  await standIn.control.idle();
  return data?.id ?? "";
};
const text = (body: string) => standIn.control.text({ from: phone, to: line, body });

describe("records of messages", () => {
  it("say who texted whom, what became of it and where that is told, and no words", async () => {
    const inbound = await text("Are you open?");
    const outbound = await send({ webhook_url: "https://sms.example.com/status?message=m-1" });
    const records = await search();
    expect(records).toMatchObject([
      { uuid: inbound, direction: "inbound", cli: phone, cld: line, status: "received", message_type: "SMS" },
      {
        uuid: outbound,
        direction: "outbound",
        cli: line,
        cld: phone,
        status: "delivered",
        errors: [],
        delivery_status_webhook_url: "https://sms.example.com/status?message=m-1",
      },
    ]);
    expect(JSON.stringify(records)).not.toContain("open");
  });

  it("name the codes of what failed", async () => {
    standIn.control.setOutcome({ outcome: { kind: "fail", code: "40001" } });
    await send();
    expect(await search()).toMatchObject([{ status: "failed", errors: ["40001"] }]);
  });

  it("leave out what still waits", async () => {
    standIn.control.setOutcome({ outcome: { kind: "stuck" } });
    await send();
    expect(await search()).toEqual([]);
  });

  it("are found by direction, number and time, and sorted either way", async () => {
    const first = await text("one");
    clock.ms += 60_000;
    const second = await text("two");
    await send();
    const ids = async (more: object, sort?: string[]) => (await search(more, sort)).map(({ uuid }) => uuid);
    const inbound = { direction: "inbound" };
    expect(await ids(inbound)).toEqual([first, second]);
    expect(await ids(inbound, ["-created_at"])).toEqual([second, first]);
    expect(await ids({ cli: phone })).toEqual([first, second]);
    expect(await ids({ ...inbound, created_at: { gte: "2026-03-02T12:00:30Z" } })).toEqual([second]);
    expect(await ids({ ...inbound, created_at: { lt: "2026-03-02T12:00:30Z" } })).toEqual([first]);
  });

  it("come fifty at a time, however many are asked for", async () => {
    for (let count = 0; count < 51; count += 1) await text(`${count}`);
    const client = vendorClient(standIn);
    const asked = { filter: { record_type: "messaging" }, "page[size]": 250 } as const;
    const page = await client.detailRecords.list(asked);
    expect([page.data.length, page.meta.total_pages]).toEqual([50, 2]);
    let all = 0;
    for await (const _ of client.detailRecords.list(asked)) all += 1;
    expect(all).toBe(51);
  });

  it("have to be asked for by their kind, and by a time that is one", async () => {
    const client = vendorClient(standIn);
    expect(await refused(client.detailRecords.list({}))).toEqual({ status: 400, codes: ["10015"] });
    expect(await refused(search({ created_at: { gte: "soon" } }))).toEqual({ status: 400, codes: ["10015"] });
  });
});
