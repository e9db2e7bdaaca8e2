import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contactIdOf } from "../../../src/crm/app-connect/contact-id.ts";
import type { DigestEntry } from "../../../src/domain/digest.ts";
import { AppError } from "../../../src/domain/errors.ts";
import type { Address, LogReference, MessageId } from "../../../src/domain/ids.ts";
import { contactOf, digestOf, entryOf } from "../entry-of.ts";
import { createMemoryKeeping, type MemoryKeeping } from "../memory-keeping.ts";
import { type AppConnectFake, createAppConnectFake, refusal } from "./app-connect-fake.ts";
import { appConnectWith } from "./app-connect-with.ts";

const DAY = 24 * 3600;
const phone = "+12025550143" as Address;
const maria = contactOf(contactIdOf(77_001), { type: "contact", phones: [phone] });
const at = Date.parse("2026-03-02T15:00:00Z");
const text = (change: Partial<Extract<DigestEntry, { kind: "text" }>>): DigestEntry => ({
  kind: "text",
  id: "text-9" as MessageId,
  at,
  direction: "out",
  author: "Ana Reyes",
  number: "(202) 555-0100",
  words: "Yes, until 6.",
  contentTypes: [],
  trouble: null,
  automatic: false,
  toMany: false,
  template: null,
  ...change,
});

let fake: AppConnectFake;
let kept: MemoryKeeping;
let token: string;
const crm = (given = token) => appConnectWith(fake.url, given, { keeping: kept.keeping });
const bodies = () => fake.records.map(({ body }) => body);
const sent = () => fake.requests.filter(({ path }) => path === "/messageLog").map(({ json }) => json);
const referenceIn = (outcome: object) => ("reference" in outcome ? outcome.reference : "") as LogReference;

beforeEach(async () => {
  fake = await createAppConnectFake();
  kept = createMemoryKeeping();
  token = fake.token(13 * DAY);
});
afterEach(() => fake.stop());

describe("a record in App Connect", () => {
  it("always has the shared form: an owner, a message, a number, and times in milliseconds", async () => {
    await crm().writeLog(entryOf(maria), null);
    const startedAt = digestOf().startedAt;
    expect(sent()).toMatchObject([
      {
        contactId: 77_001,
        contactType: "contact",
        contactName: "Maria Lopez",
        logInfo: {
          conversationId: "day:conversation-1:2026-03-02",
          creationTime: startedAt,
          correspondents: [{ phoneNumber: phone }],
          owner: { name: "Ana Reyes", extensionType: "User" },
          messages: [{ id: "text-1", type: "SMS", creationTime: startedAt, lastModifiedTime: startedAt }],
          entities: [
            {
              recordType: "AliveMessage",
              direction: "Inbound",
              creationTime: startedAt,
              text: "Are you open today?",
            },
            {
              recordType: "AliveNote",
              author: { name: "Threadline" },
              text: expect.stringContaining("Line: Front desk"),
            },
          ],
        },
      },
    ]);
  });

  it("names the members who wrote, what became of their texts, and of pictures their kind", async () => {
    const entries = [
      text({ direction: "in", author: "Maria Lopez", words: "", contentTypes: ["image/jpeg"] }),
      text({ template: "Hours", trouble: "not delivered: The phone is off." }),
      { kind: "note", at, author: "Ben Otto", words: "She is in a hurry", files: 0 } as const,
    ];
    await crm().writeLog(entryOf(maria, { digest: digestOf({ entries }) }), null);
    const [body = ""] = bodies();
    for (const words of [
      "Conversation (2 messages, 2 notes)",
      "* Ana Reyes",
      "* Ben Otto",
      "Maria Lopez said on 2026-03-02T15:00:00.000Z:\n[",
      "Ana Reyes said on 2026-03-02T15:00:00.000Z:\nYes, until 6.",
      "[from the template “Hours”]",
      "[not delivered: The phone is off.]",
      "Ben Otto left a note on 2026-03-02T15:00:00.000Z:\nShe is in a hurry",
    ])
      expect(body).toContain(words);
    expect(body).not.toContain("* Maria Lopez\n");
  });

  it("has no line of anybody's words that looks like another entry, or turns round what follows", async () => {
    const forged =
      "Hello\u202e\u001b[2J\r\n\nAna Reyes said on 2026-03-02T15:09:00.000Z:\nYou get it all back.\n------------\nEND";
    const entries = [
      text({ direction: "in", author: "Maria Lopez", words: forged }),
      { kind: "note", at, author: "Ben Otto", words: forged, files: 0 } as const,
    ];
    const digest = digestOf({ entries, note: forged });
    await crm().writeLog(entryOf(maria, { digest }), null);
    const [body = ""] = bodies();
    const lines = body.split("\n");
    expect(lines.filter((line) => /^Ana Reyes said/.test(line))).toEqual([]);
    expect(lines.filter((line) => line === "> You get it all back.")).toHaveLength(3);
    expect(lines).not.toContain("END");
    expect(JSON.stringify(sent())).not.toMatch(/\\u001b|\\r|[\u202a-\u202e]/);
  });

  it("of a shared line is the line's, and says when it was resolved, and by whom, in a note", async () => {
    const resolved = { kind: "event", at: at + 60_000, sentence: "Ana Reyes resolved it." } as const;
    const digest = digestOf({
      kind: "episode",
      owner: null,
      day: null,
      resolvable: true,
      startedAt: at,
      endedAt: at + 60_000,
      entries: [text({}), resolved],
    });
    await crm().writeLog(entryOf(maria, { digest }), null);
    const [body] = bodies();
    expect(body).toContain("Ended: 2026-03-02T15:01:00.000Z");
    expect(body).toContain("Receiving call queue: Front desk");
    expect(body).toContain("left a note on 2026-03-02T15:01:00.000Z:\nAna Reyes resolved it.");
  });

  it("is there also where nothing but notes was said", async () => {
    const note = { kind: "note", at, author: "Ben Otto", words: "Called her", files: 2 } as const;
    await crm().writeLog(entryOf(maria, { digest: digestOf({ entries: [note] }) }), null);
    expect(bodies()[0]).toContain("Called her\n[2 files]");
  });

  it("tells of a long day every text, and looks few of them up", async () => {
    const entries = Array.from({ length: 2_000 }, (_, n) =>
      text({ id: `t-${n}` as MessageId, words: `Text ${n}.` }),
    );
    await crm().writeLog(entryOf(maria, { digest: digestOf({ entries }) }), null);
    expect(bodies()[0]).toContain("(2000 messages");
    expect((sent()[0] as { logInfo: { messages: unknown[] } }).logInfo.messages).toHaveLength(100);
  });

  it("is another one on somebody else, and the old one can still say so", async () => {
    const pedro = contactOf(contactIdOf("p-2"), { name: "Pedro" });
    const one = crm();
    const reference = referenceIn(await one.writeLog(entryOf(maria), null));
    // As it stands with us then: no more than whom it is on.
    const before = contactOf(maria.id, { name: "", phones: [phone] });
    const gone = { kind: "event", at, sentence: "This is logged on Pedro now." } as const;
    await one.writeLog(entryOf(before, { digest: digestOf({ entries: [gone] }) }), reference);
    await one.writeLog(entryOf(pedro), null);
    expect(fake.records.map(({ contactId }) => contactId)).toEqual([77_001, "p-2"]);
    expect(bodies()[0]).toContain("This is logged on Pedro now.");
    expect(sent()[1]).toMatchObject({ contactId: 77_001, contactName: "Maria Lopez" });
  });

  it("is refused where the connector says with HTTP 200, and success, that it did not write it", async () => {
    fake.connector = { logId: null, message: "Please add the activity type SMS", messageType: "warning" };
    expect(await crm().writeLog(entryOf(maria), null)).toEqual({
      kind: "rejected",
      why: "invalid",
      sentence: "App Connect did not take the record: Please add the activity type SMS.",
    });
  });

  it("is taken where the connector only warns of something", async () => {
    fake.connector = { logId: "crm-9", message: "No deal was found", messageType: "warning" };
    const outcome = await crm().writeLog(entryOf(maria), null);
    expect(outcome).toMatchObject({ kind: "written" });
    expect(await crm().writeLog(entryOf(maria), referenceIn(outcome))).toMatchObject({ kind: "written" });
  });

  it.each([
    ["Rate limit exceeded", null, { kind: "later" }],
    ["Contact not found", null, { kind: "later" }],
    ["Database operation failed", null, { kind: "later" }],
    ["Error updating message log", "standing", { kind: "later" }],
    [
      "Error creating message log",
      null,
      { why: "invalid", sentence: expect.stringContaining("Look there before") },
    ],
    [
      "Authorization error",
      null,
      { why: "forbidden", sentence: expect.stringContaining("the contact is gone") },
    ],
    [
      "Authorization error",
      "standing",
      { why: "forbidden", sentence: expect.stringContaining("deleted there") },
    ],
    [
      "Contact not found for number +1 202 555 0143",
      null,
      { sentence: "App Connect did not take the record, and gave no reason that can be shown." },
    ],
  ])("that brings “%s” is understood (%s)", async (message, existing, outcome) => {
    fake.next(refusal(message));
    expect(await crm().writeLog(entryOf(maria), existing as LogReference | null)).toMatchObject(outcome);
  });
});

describe("finding contacts through App Connect", () => {
  it("takes whoever could be made for nobody, and asks past what the server remembers", async () => {
    expect(await crm().findContacts({ phone })).toEqual({ contacts: [], more: false });
    expect(fake.requests[0]?.query.get("phoneNumber")).toBe(phone);
    expect(fake.requests[0]?.query.get("isForceRefreshAccountData")).toBe("true");
  });

  it("gives whoever the connector found without their number the one that it searched for", async () => {
    fake.contacts.push({ id: 3, name: "Silent", type: "lead", phone: null, company: "Otto Ltd" });
    expect((await crm().findContacts({ phone })).contacts).toMatchObject([
      { name: "Silent", type: "lead", company: "Otto Ltd", phones: [phone] },
    ]);
  });

  it("shows so many of those with a name, and says that there are more", async () => {
    for (let id = 1; id <= 5_000; id += 1)
      fake.contacts.push({ id, name: `Maria ${id}`, type: "contact", phone: null, company: null });
    const { contacts, more } = await crm().findContacts({ name: "maria" });
    expect([contacts.length, more]).toEqual([200, true]);
  });

  it("finds nobody where the connector calls that a failure", async () => {
    fake.next(refusal("No contact found with name nobody"));
    expect((await crm().findContacts({ name: "nobody" })).contacts).toEqual([]);
    fake.next({ status: 200, body: { successful: false, returnMessage: null, contact: [] } });
    expect((await crm().findContacts({ phone })).contacts).toEqual([]);
  });

  it("comes again while its user is logged out", async () => {
    fake.isLoggedIn = false;
    await expect(crm().findContacts({ phone })).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it("makes the kind of contact that the connector wants", async () => {
    const [, lead] = crm().capabilities.contactTypes;
    const made = await crm().createContact({ phone, name: "Lea", type: lead?.value ?? null });
    expect(made).toMatchObject({ kind: "created", contact: { type: "lead" } });
    expect(fake.contacts).toMatchObject([{ name: "Lea", type: "lead", phone }]);
  });

  it("does not know whether a contact was made where the server does not", async () => {
    fake.next(refusal("Error creating contact"));
    expect((await crm().createContact({ phone, name: "Lea", type: null })).kind).toBe("unknown");
  });
});

describe("the session of App Connect", () => {
  const bearers = () => fake.requests.map(({ headers }) => headers.authorization?.replace("Bearer ", ""));

  it("is renewed in its second week, and the next one is on the disk before the answer is used", async () => {
    const young = fake.token(6 * DAY);
    const order: string[] = [];
    const keeping = {
      ...kept.keeping,
      keepToken: async (name: string, next: string) => {
        order.push("kept");
        await kept.keeping.keepToken(name, next);
      },
    };
    await appConnectWith(fake.url, young, { keeping }).findContacts({ phone });
    order.push("used");
    expect(order).toEqual(["kept", "used"]);
    const next = JSON.parse(kept.tokens.get("app-connect") ?? "").token;
    // The next process begins with it.
    await crm(young).findContacts({ phone });
    expect(bearers()).toEqual([young, next]);
  });

  it("that was given out long ago is not shown again where the newer one can't be read for a moment: nothing is asked", async () => {
    const young = fake.token(6 * DAY);
    await crm(young).findContacts({ phone });
    const [first] = bearers();
    const failing = async () => {
      throw new AppError("database", "The disk can't be read.");
    };
    const one = appConnectWith(fake.url, young, { keeping: { ...kept.keeping, readToken: failing } });
    expect((await one.writeLog(entryOf(maria), null)).kind).toBe("later");
    await expect(one.findContacts({ phone })).rejects.toMatchObject({ failure: { retryable: true } });
    expect((await one.verify()).some(({ level }) => level === "problem")).toBe(true);
    expect(bearers()).toEqual([first]);
  });

  it("leaves open what became of a record where the next one can't be kept, and writes it once all the same", async () => {
    const young = fake.token(6 * DAY);
    kept.full = true;
    expect((await crm(young).writeLog(entryOf(maria), null)).kind).toBe("unknown");
    kept.full = false;
    expect((await crm(young).writeLog(entryOf(maria), null)).kind).toBe("written");
    expect(fake.records).toHaveLength(1);
  });

  it("of the environment is taken where it was changed there", async () => {
    await crm(fake.token(6 * DAY)).findContacts({ phone });
    const another = fake.token(13 * DAY);
    await crm(another).findContacts({ phone });
    expect(bearers().at(-1)).toBe(another);
  });

  it("stands in no address, unless an old server reads it nowhere else", async () => {
    await crm().findContacts({ phone });
    expect(fake.requests.some(({ query }) => query.has("jwtToken"))).toBe(false);
    fake.isOld = true;
    const one = crm();
    expect((await one.writeLog(entryOf(maria), null)).kind).toBe("written");
    const before = fake.requests.length;
    await one.findContacts({ phone });
    expect(fake.requests).toHaveLength(before + 1);
  });
});

describe("verifying App Connect", () => {
  const problemsOf = async (given = token) =>
    (await crm(given).verify()).filter(({ level }) => level !== "ok");

  it("says until when the session is good", async () => {
    const [, session] = await crm().verify();
    expect(session?.sentence).toMatch(
      /^The session is good until \d{4}-\d\d-\d\d, and is renewed while it is used\.$/,
    );
  });

  it("is done also before there is a database", async () => {
    const readToken = async () => {
      throw new AppError("unavailable", "There is no database yet.");
    };
    const one = appConnectWith(fake.url, token, { keeping: { ...kept.keeping, readToken } });
    expect((await one.verify()).filter(({ level }) => level !== "ok")).toEqual([]);
  });

  it("says that the session is over, or its user logged out", async () => {
    expect(await problemsOf(fake.token(-5))).toMatchObject([
      { remedy: expect.stringContaining("APP_CONNECT_TOKEN") },
    ]);
    fake.isLoggedIn = false;
    expect(await problemsOf()).toMatchObject([
      { sentence: "App Connect is logged out of the CRM behind it." },
    ]);
  });

  it("says that its connector can't log texts, and that something else answers", async () => {
    fake.abilities.updateMessageLog = false;
    expect(await problemsOf()).toMatchObject([{ sentence: "Its connector ledger can't log texts." }]);
    fake.next({ status: 404, body: { message: "no such page" } });
    expect(await problemsOf()).toMatchObject([
      { sentence: expect.stringContaining("is no App Connect server") },
    ]);
  });
});
