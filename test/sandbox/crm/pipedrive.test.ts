import { describe, expect, it } from "vitest";
import type { CrmStandInOptions } from "../../../src/sandbox/crm/types/stand-in.ts";
import { pipedrive } from "../../../src/sandbox/pipedrive/pipedrive.ts";
import { crmClient } from "./crm-world.ts";

interface Answer {
  readonly success: boolean;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>> & {
    readonly id: number;
    readonly items: readonly { readonly item: { readonly id: number; readonly phones: readonly string[] } }[];
  };
  readonly additional_data: { readonly next_cursor: string | null };
}

const start = (options: CrmStandInOptions = {}) =>
  crmClient<Answer>(
    pipedrive,
    ({ PIPEDRIVE_API_TOKEN = "" }) => ({ "x-api-token": PIPEDRIVE_API_TOKEN }),
    options,
  );

const maria = { name: "Maria Lopez", phone: "(555) 019-9001", company: "Lopez Bakery" };
const activity = (person: string) => ({
  subject: "SMS with Maria Lopez",
  type: "sms",
  note: "<p>Hi</p>",
  done: true,
  due_date: "2026-11-26",
  due_time: "14:00",
  participants: [{ person_id: Number(person), primary: true }],
});

describe("Pipedrive's stand-in", () => {
  it("finds people by digits anywhere in their numbers, and new ones only once its index has caught up", async () => {
    const { crm, ask, pass } = await start({ lagMs: 5_000 });
    const { id } = crm.control.putContact(maria);
    const search = async (term: string) =>
      (await ask("GET", `/api/v2/persons/search?fields=phone&term=${term}`)).body.data.items;
    expect(await search("5550199001")).toEqual([
      {
        result_score: expect.any(Number),
        item: expect.objectContaining({ id: Number(id), phones: [maria.phone] }),
      },
    ]);
    const made = await ask("POST", "/api/v2/persons", {
      name: "Ana Bell",
      phones: [{ value: "+15550199003" }],
    });
    expect(made.status).toBe(201);
    expect(await search("5550199003")).toEqual([]);
    expect((await ask("GET", `/api/v2/persons/${made.body.data.id}`)).body.data.name).toBe("Ana Bell");
    pass(5_000);
    expect(await search("5550199003")).toHaveLength(1);
  });

  it("logs an activity, changes it in place, and lists it with its person", async () => {
    const { crm, ask, pass } = await start();
    const { id } = crm.control.putContact(maria);
    const owner = crm.control.addUser({ name: "Ben Ito", email: "ben@example.com" });
    const deal = crm.control.addDeal({ kind: "deal", name: "New oven", contact: id });
    const made = await ask("POST", "/api/v2/activities", activity(id));
    expect(made.status).toBe(201);
    const change = { note: "<p>Hi, Ben</p>", owner_id: Number(owner), deal_id: Number(deal) };
    expect((await ask("PATCH", `/api/v2/activities/${made.body.data.id}`, change)).body.data.done).toBe(true);
    expect(crm.control.records(id)).toEqual([
      expect.objectContaining({
        subject: "SMS with Maria Lopez",
        body: "<p>Hi, Ben</p>",
        owner: "Ben Ito",
        linked: ["New oven"],
        at: "2026-11-26T14:00:00.000Z",
        writes: 2,
      }),
    ]);
    const list = () => ask("GET", `/api/v2/activities?person_id=${id}&sort_by=add_time&sort_direction=desc`);
    expect((await list()).body.data).toEqual([]);
    pass(1_000);
    expect((await list()).body.data).toEqual([
      expect.objectContaining({ id: made.body.data.id, is_deleted: false }),
    ]);
    expect((await ask("GET", `/api/v2/deals?person_id=${id}&status=open`)).body.data).toEqual([
      { id: Number(deal), title: "New oven", status: "open" },
    ]);
    expect((await ask("GET", "/v1/users")).body.data).toEqual([
      { id: Number(owner), name: "Ben Ito", email: "ben@example.com", active_flag: true },
    ]);
  });

  it("refuses what it can't take, and says so of what was deleted", async () => {
    const { crm, ask, pass } = await start();
    const { id } = crm.control.putContact(maria);
    for (const change of [
      { type: "pigeon" },
      { subject: "" },
      { owner_id: 4_711 },
      { deal_id: 4_711 },
      { due_date: "26.11.2026" },
      { done: 1 },
      { person_id: Number(id) },
      { participants: [{ person_id: 4_711 }] },
      { note: "x".repeat(100_001) },
    ])
      expect((await ask("POST", "/api/v2/activities", { ...activity(id), ...change })).status).toBe(400);
    expect((await ask("PATCH", "/api/v2/activities/99", {})).status).toBe(404);
    pass(2_000);
    const made = await ask("POST", "/api/v2/activities", activity(id));
    crm.control.deleteRecord(String(made.body.data.id));
    expect((await ask("PATCH", `/api/v2/activities/${made.body.data.id}`, {})).body.data.is_deleted).toBe(
      true,
    );
    crm.control.deleteContact(id);
    expect((await ask("GET", `/api/v2/persons/${id}`)).body.data.is_deleted).toBe(true);
  });

  it("counts calls in two seconds, searches apart, and the day's tokens", async () => {
    const { ask, pass } = await start();
    const search = () => ask("GET", "/api/v2/persons/search?term=555&fields=phone");
    for (let count = 0; count < 10; count += 1) expect((await search()).status).toBe(200);
    const next = await search();
    expect(next.status).toBe(429);
    expect(next.headers.get("x-daily-ratelimit-token-remaining")).toBe(String(30_000 - 200));
    pass(2_001);
    const read = () => ask("GET", "/v1/users/me");
    for (let count = 0; count < 20; count += 1) await read();
    expect((await read()).status).toBe(429);
  });

  it("lets in its token alone", async () => {
    const { crm, ask } = await start();
    expect((await ask("GET", "/v1/users/me", undefined, {})).status).toBe(401);
    crm.control.revoke(true);
    expect((await ask("GET", "/v1/users/me")).body).toMatchObject({
      success: false,
      code: "ERR_UNAUTHORIZED",
    });
    crm.control.revoke(false);
    crm.control.forbid("createContact", true);
    expect((await ask("POST", "/api/v2/persons", { name: "Ana" })).status).toBe(403);
  });
});
