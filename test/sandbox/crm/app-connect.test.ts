import { describe, expect, it } from "vitest";
import { appConnect } from "../../../src/sandbox/app-connect/app-connect.ts";
import type { CrmStandInOptions } from "../../../src/sandbox/crm/types/stand-in.ts";
import { crmClient } from "./crm-world.ts";

interface Answer {
  readonly successful: boolean;
  readonly returnMessage: { readonly message: string } | null;
  readonly contact: readonly { readonly id: number | string; readonly isNewContact?: boolean }[];
  readonly logIds: readonly string[];
  readonly errorCode: string;
}

const start = (options: CrmStandInOptions = {}) =>
  crmClient<Answer>(
    appConnect,
    ({ APP_CONNECT_TOKEN = "" }) => ({ authorization: `Bearer ${APP_CONNECT_TOKEN}` }),
    options,
  );

const maria = { name: "Maria Lopez", phone: "(555) 019-9001" };
const at = Date.parse("2026-11-26T14:00:00Z");
const log = (contact: string, words: readonly string[], more: object = {}) => ({
  contactId: contact,
  contactName: "Maria Lopez",
  contactType: "contact",
  logInfo: {
    conversationId: "c1",
    conversationLogId: "day:1",
    creationTime: at,
    owner: { name: "Front desk" },
    correspondents: [{ phoneNumber: "+15550199001" }],
    messages: words.map((_, index) => ({ id: `m${index}`, type: "SMS", lastModifiedTime: at + index })),
    entities: [
      ...words.map((text, index) => ({
        recordType: "AliveMessage",
        direction: index % 2 === 0 ? "Inbound" : "Outbound",
        author: index % 2 === 0 ? undefined : { name: "Ben Ito" },
        text,
        creationTime: at + index * 60_000,
      })),
      {
        recordType: "AliveNote",
        author: { name: "Ana Reyes" },
        text: "Ask about March",
        creationTime: at + 600_000,
      },
    ],
    ...more,
  },
});

describe("an App Connect server's stand-in", () => {
  it("tells who has a number, beside the one that nobody is yet, and keeps what it found", async () => {
    const { crm, ask, pass } = await start();
    const { id } = crm.control.putContact(maria);
    const find = (number: string, more = "") =>
      ask("GET", `/contact?phoneNumber=${encodeURIComponent(number)}${more}`);
    expect(
      (await find("+15550199001")).body.contact.map((one) => [one.id, one.isNewContact ?? false]),
    ).toEqual([
      [Number(id), false],
      ["createNewContact", true],
    ]);
    expect((await find("+15550199009")).body).toMatchObject({
      successful: true,
      contact: [{ isNewContact: true }],
    });
    crm.control.deleteContact(id);
    expect((await find("+15550199001")).body.contact).toHaveLength(2);
    expect((await find("+15550199001", "&isForceRefreshAccountData=true")).body.contact).toHaveLength(1);
    const body = { phoneNumber: "+15550199003", newContactName: "Ana Bell", newContactType: "contact" };
    expect((await ask("POST", "/contact", body)).body).toMatchObject({
      successful: true,
      contact: { name: "Ana Bell" },
    });
    pass(1_000);
    expect((await ask("GET", "/custom/contact/search?name=bell")).body.contact).toHaveLength(1);
  });

  it("writes a shared conversation whole, and again in its place", async () => {
    const { crm, ask } = await start();
    const { id } = crm.control.putContact(maria);
    expect((await ask("POST", "/messageLog", log(id, ["Hi"]))).body.logIds).toEqual(["day:1"]);
    expect((await ask("POST", "/messageLog", log(id, ["Hi", "Hello", "Thanks"]))).body).toMatchObject({
      successful: true,
      logIds: [],
    });
    const [record, ...others] = crm.control.records(id);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ subject: "SMS conversation with Maria Lopez", writes: 2 });
    expect(record?.body).toContain("Conversation (3 messages, 1 notes)");
    expect(record?.body).toContain("Ben Ito said on 2026-11-26 14:01:\nHello");
    expect(record?.body).toContain("Ana Reyes left a note on 2026-11-26 14:10:\nAsk about March");
    crm.control.deleteRecord(record?.id ?? "");
    expect((await ask("POST", "/messageLog", log(id, ["Hi"]))).body.successful).toBe(false);
  });

  it("does not take what lacks a contact, messages or a correspondent", async () => {
    const { crm, ask } = await start();
    const { id } = crm.control.putContact(maria);
    for (const sent of [
      log("", []),
      log("4711", ["Hi"]),
      log(id, ["Hi"], { correspondents: [] }),
      log(id, ["Hi"], { messages: [{}] }),
    ])
      expect((await ask("POST", "/messageLog", sent)).body.successful).toBe(false);
    expect(crm.control.records()).toEqual([]);
  });

  it("lets in its own tokens, and gives a new one where one nears its end", async () => {
    const { crm, ask, pass } = await start();
    const look = (headers?: Record<string, string>) => ask("GET", "/authValidation", undefined, headers);
    expect((await look({})).body).toBe("Please go to Settings and authorize CRM platform");
    expect((await look()).headers.get("x-refreshed-jwt-token")).toBeNull();
    pass(8 * 24 * 3_600_000);
    const renewed = (await look()).headers.get("x-refreshed-jwt-token") ?? "";
    pass(7 * 24 * 3_600_000);
    expect((await look()).status).toBe(400);
    expect((await look({ authorization: `Bearer ${renewed}` })).status).toBe(200);
    crm.control.revoke(true);
    const gone = await look({ authorization: `Bearer ${renewed}` });
    expect([gone.status, gone.body.errorCode]).toEqual([401, "CRM_SESSION_REVOKED"]);
  });
});
