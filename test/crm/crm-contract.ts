/**
 * What every CRM has to keep, whoever it is: run on each implementation with a world around it that plays the CRM over HTTP, or is our own
 * database.
 */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Crm, CrmContact, CrmRefusal, LogEntry, WriteOutcome } from "../../src/bridge/contracts/crm.ts";
import { CrmError } from "../../src/domain/errors.ts";
import type { Address, CrmContactId, LogReference, RecordKey } from "../../src/domain/ids.ts";
import { digestSaying, entryOf as recordOf } from "./entry-of.ts";

/** Somebody as they were typed into the CRM. */
export interface Person {
  readonly name: string;
  readonly phones: readonly string[];
  readonly company?: string;
}

export interface StandingLog {
  readonly contact: CrmContactId;
  /** All of it that people read there, as the CRM holds it. */
  readonly words: string;
}

export interface CrmWorld {
  readonly crm: Crm;
  /** By whom a record may be owned; null where it lists nobody. */
  readonly user: { readonly id: string; readonly email: string } | null;
  put(person: Person): CrmContactId | Promise<CrmContactId>;
  removeContact(id: CrmContactId): void;
  removeLog(reference: LogReference): void;
  /** The records that stand, oldest first. */
  logs(): readonly StandingLog[] | Promise<readonly StandingLog[]>;
  /** How many contacts there are. */
  contacts(): number;
  /** What becomes of the next request that makes or changes something. */
  next(fate: Fate): void;
  /** What becomes of the next question. */
  nextQuestion(fate: Fate): void;
  /** The same CRM, variously unlucky; null where it can't be. */
  variant(kind: Variant): Crm | null;
  stop(): Promise<void>;
}

export type Variant = "hasty" | "unreachable" | "wrongCredentials";

/**
 * `busy`: too many requests; `broken`: an internal error, nothing done; `lost`: done, but the answer is cut; `hangs`: done, but no answer
 * comes; `garbled`: done, and the answer is a page of somebody's proxy; `invalid`: what was sent is not taken; `forbidden`: a permission is
 * missing.
 */
export type Fate = "busy" | "broken" | "lost" | "hangs" | "garbled" | "invalid" | "forbidden";

/** What the CRM has not: tests about it are not declared, and one test holds the CRM to what is said here. */
export interface Lacks {
  /** Nothing is called: no answer can be lost. */
  readonly network?: boolean;
  /** It has no records and contacts that somebody could delete. */
  readonly deleting?: boolean;
  /** A wrong token is told by nobody: the receiver decides. */
  readonly credentials?: boolean;
  /** It gives back the number that it was asked for, however it was typed. */
  readonly notations?: boolean;
  /** Any answer that says yes is enough, whatever its body. */
  readonly garbled?: boolean;
  /** Each number has its contact: nobody is unknown to it. */
  readonly strangers?: boolean;
  /** Contacts are not made in it. */
  readonly creating?: boolean;
  /** Nobody is found by name. */
  readonly names?: boolean;
  /** It lists nobody by whom a record could be owned. */
  readonly owners?: boolean;
  /** A record may be as long as it likes. */
  readonly limit?: boolean;
  /** It tells of no record whether it stands. */
  readonly lists?: boolean;
  /** The same key may make a second record. */
  readonly keys?: boolean;
}

const phone = "+12025550143" as Address;
const notations = ["+12025550143", "(202) 555-0143", "202-555-0143", "+1 202 555 0143"];
const secretWords = "the tulips are on the balcony";
export const hostileName = `<img src=x onerror=alert(1)> "Maria" & 'Lopez' <!channel> *bold*`;

/** Declares the suite. `createWorld` makes a fresh world for each test. */
export function describeCrmContract(
  name: string,
  createWorld: () => Promise<CrmWorld>,
  lacks: Lacks = {},
): void {
  describe(`${name} keeps the CRM contract`, () => {
    let world: CrmWorld;
    let count = 0;

    beforeEach(async () => {
      world = await createWorld();
    });
    afterEach(() => world.stop());

    const variant = (kind: Variant) => {
      const crm = world.variant(kind);
      if (crm === null) throw new Error(`it is never ${kind}`);
      return crm;
    };
    /** Who asks, where an answer may not come. */
    const asking = (fate: Fate) => (fate === "hangs" ? variant("hasty") : world.crm);
    const byPhone = (crm = world.crm, number = phone) => crm.findContacts({ phone: number });
    const someone = async (person: Partial<Person> = {}): Promise<CrmContact> => {
      const id = await world.put({ name: "Maria Lopez", phones: [phone], ...person });
      const found = (await byPhone()).contacts;
      return found.find((contact) => contact.id === id) ?? (found[0] as CrmContact);
    };
    const entryOf = (contact: CrmContact, change: Partial<LogEntry> = {}): LogEntry => {
      count += 1;
      const body = change.body ?? bodyIn(world.crm, `Hello. ${secretWords} number ${count}`);
      const key = `day:conversation-${count}:2026-03-02` as RecordKey;
      const subject = `SMS with Maria Lopez ${count}`;
      return recordOf(contact, { key, subject, digest: digestSaying(body), ...change, body });
    };
    const standing = async () => (await world.logs()).map(({ words }) => words);

    it("lacks what it is said to lack, and nothing else", () => {
      const { capabilities, findLog, listUsers } = world.crm;
      const { everyNumberKnown, createsContacts, searchesNames, maxBody } = capabilities;
      const { network = false, credentials = false, strangers = false, creating = false } = lacks;
      const { names = false, owners = false, limit = false, lists = false, keys = false } = lacks;
      expect({
        network: world.variant("unreachable") === null,
        credentials: world.variant("wrongCredentials") === null,
        strangers: everyNumberKnown,
        creating: !createsContacts,
        names: !searchesNames,
        owners: listUsers === undefined,
        user: world.user === null,
        limit: !Number.isFinite(maxBody),
        // What makes a key once is not looked for.
        once: findLog === undefined,
      }).toEqual({
        ...{ network, credentials, strangers, creating, names, owners, user: owners, limit },
        once: lists && !keys,
      });
    });

    describe("finding contacts", () => {
      it.each(notations)("finds one whose number was typed as %s", async (typed) => {
        const id = await world.put({ name: "Maria Lopez", phones: [typed], company: "Lopez Ltd" });
        const { contacts, more } = await byPhone();
        const [found, ...others] = meant(contacts);
        expect(others).toEqual([]);
        expect(more).toBe(false);
        if (lacks.strangers) return;
        expect(found).toMatchObject({ id, name: "Maria Lopez" });
        expect(found?.phones).toContain(lacks.notations ? phone : typed);
      });

      it("finds nobody where there is nobody, unless every number is known to it", async () => {
        await world.put({ name: "Ben Otto", phones: ["+12025550199"] });
        expect(meant((await byPhone()).contacts)).toHaveLength(lacks.strangers ? 1 : 0);
      });

      if (!lacks.strangers) {
        it("finds all who have the number, each once", async () => {
          const ids = [
            await world.put({ name: "Maria Lopez", phones: [phone] }),
            await world.put({ name: "Pedro Lopez", phones: ["(202) 555-0143"] }),
          ];
          const found = meant((await byPhone()).contacts);
          expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
        });
      }

      if (!lacks.names) {
        it("finds somebody by a part of the name", async () => {
          const id = await world.put({ name: "Maria Lopez", phones: [phone] });
          await world.put({ name: "Ben Otto", phones: ["+12025550199"] });
          const { contacts } = await world.crm.findContacts({ name: "Lopez" });
          expect(contacts.map((contact) => [contact.id, contact.name])).toEqual([[id, "Maria Lopez"]]);
          expect((await world.crm.findContacts({ name: "Nobody at all" })).contacts).toEqual([]);
        });

        it("takes any text for a name, and hands names on as they are", async () => {
          await world.put({ name: hostileName, phones: [phone] });
          for (const name of [hostileName, "'; --", "{*}\\", "a".repeat(300)]) {
            expect((await world.crm.findContacts({ name })).more).toBe(false);
          }
          if (lacks.strangers) return;
          expect((await byPhone()).contacts.map((contact) => contact.name)).toEqual([hostileName]);
        });
      }

      if (!lacks.network && !lacks.strangers) {
        it.each(["busy", "broken", "lost", "garbled", "hangs"] as const)(
          "throws what may be tried again when the answer is %s, and tells no number",
          async (fate) => {
            await world.put({ name: "Maria Lopez", phones: [phone] });
            world.nextQuestion(fate);
            const thrown = await byPhone(asking(fate)).catch((error: unknown) => error);
            expect(thrown).toBeInstanceOf(CrmError);
            expect((thrown as CrmError).failure.retryable).toBe(true);
            expect(String((thrown as CrmError).message)).not.toContain("5550143");
          },
        );

        it("throws what may be tried again when nobody listens", async () => {
          await expect(byPhone(variant("unreachable"))).rejects.toMatchObject({
            failure: { retryable: true },
          });
        });
      }
    });

    if (!lacks.creating) {
      describe("making a contact", () => {
        const newOne = { phone, name: "Maria Lopez", type: null };

        it("makes one that is found by its number", async () => {
          for (const type of [null, ...world.crm.capabilities.contactTypes.map(({ value }) => value)]) {
            const outcome = await world.crm.createContact({ ...newOne, type });
            if (outcome.kind !== "created") throw new Error(JSON.stringify(outcome));
            expect(outcome.contact.name).toBe("Maria Lopez");
            expect(meant([outcome.contact])).toHaveLength(1);
            expect((await byPhone()).contacts.map(({ id }) => id)).toContain(outcome.contact.id);
          }
        });

        it("keeps a name as it is", async () => {
          const outcome = await world.crm.createContact({ ...newOne, name: hostileName });
          expect(outcome).toMatchObject({ kind: "created", contact: { name: hostileName } });
        });

        if (!lacks.network) {
          it.each(["lost", "garbled", "hangs"] as const)(
            "does not know whether it was made when the answer is %s, and does not try again",
            async (fate) => {
              const before = world.contacts();
              world.next(fate);
              expect((await asking(fate).createContact(newOne)).kind).toBe("unknown");
              expect(world.contacts()).toBe(before + 1);
            },
          );

          it.each(["busy", "invalid", "forbidden"] as const)("makes none when it is %s", async (fate) => {
            const before = world.contacts();
            world.next(fate);
            const outcome = await world.crm.createContact(newOne);
            expect(outcome.kind).toBe(fate === "busy" ? "later" : "rejected");
            if (outcome.kind === "rejected") expectSentence(outcome.sentence);
            expect(world.contacts()).toBe(before);
          });
        }
      });
    }

    describe("writing a record", () => {
      it("makes it on its contact, once, whole", async () => {
        const contact = await someone();
        const entry = entryOf(contact);
        const outcome = await world.crm.writeLog(entry, null);
        const { url } = written(outcome);
        if (url !== null) expect(new URL(url).protocol).toMatch(/^https?:$/);
        expect(await world.logs()).toHaveLength(1);
        expect((await world.logs())[0]?.contact).toBe(contact.id);
        expect((await standing())[0]).toContain(`number ${count}`);
      });

      it("writes it anew in its place", async () => {
        const contact = await someone();
        const entry = entryOf(contact);
        const { reference } = written(await world.crm.writeLog(entry, null));
        const grown = entryOf(contact, { key: entry.key, body: bodyIn(world.crm, "Hello again, and more") });
        const again = written(await world.crm.writeLog(grown, reference)).reference;
        expect(await world.logs()).toHaveLength(1);
        expect((await standing())[0]).toContain("Hello again, and more");
        expect((await standing())[0]).not.toContain(secretWords);
        const last = entryOf(contact, { key: entry.key, body: entry.body });
        written(await world.crm.writeLog(last, again));
        expect(await world.logs()).toHaveLength(1);
        expect((await standing())[0]).toContain(secretWords);
      });

      it("keeps two records, and two parts of one, apart", async () => {
        const contact = await someone();
        const entry = entryOf(contact, { parts: 2 });
        const references = [
          written(await world.crm.writeLog(entry, null)).reference,
          written(await world.crm.writeLog({ ...entry, part: 2 }, null)).reference,
          written(await world.crm.writeLog(entryOf(contact), null)).reference,
        ];
        expect(new Set(references).size).toBe(3);
        expect(await world.logs()).toHaveLength(3);
      });

      if (!lacks.owners) {
        it("writes under an owner whom it lists", async () => {
          const users = (await world.crm.listUsers?.()) ?? [];
          const { id, email } = world.user ?? { id: "", email: "" };
          expect(users.map((user) => [user.id, user.email])).toContainEqual([id, email]);
          written(await world.crm.writeLog(entryOf(await someone(), { owner: id }), null));
          expect(await world.logs()).toHaveLength(1);
        });
      }

      it("takes names and subjects of any kind, and lets none of them act", async () => {
        const contact = await someone({ name: hostileName });
        const entry = entryOf(contact, { subject: `SMS with ${hostileName}` });
        written(await world.crm.writeLog(entry, null));
        if (world.crm.capabilities.form === "html") expect((await standing())[0]).not.toContain("<img");
        expect((await standing())[0]).toContain(`number ${count}`);
      });

      if (!lacks.limit) {
        it("takes a body as long as it says", async () => {
          const { maxBody } = world.crm.capabilities;
          const body = bodyIn(world.crm, "x".repeat(maxBody - 20)).slice(0, maxBody);
          written(await world.crm.writeLog(entryOf(await someone(), { body }), null));
          expect((await standing())[0]?.length).toBeGreaterThanOrEqual(maxBody - 20);
        });
      }

      if (!lacks.network) {
        const doubtful = ["lost", "hangs", "broken", ...(lacks.garbled ? [] : ["garbled" as const])] as const;
        it.each(doubtful)(
          "does not know whether it stands when the answer is %s, and does not try again",
          async (fate) => {
            const contact = await someone();
            world.next(fate);
            const outcome = await asking(fate).writeLog(entryOf(contact), null);
            // Where writing it again makes no second one, it may as well come again.
            if (fate !== "broken" || !lacks.lists || lacks.keys) expect(outcome.kind).toBe("unknown");
            else expect(["later", "unknown"]).toContain(outcome.kind);
            expect(await world.logs()).toHaveLength(fate === "broken" ? 0 : 1);
          },
        );

        it.each(["busy", "invalid", "forbidden"] as const)("writes nothing when it is %s", async (fate) => {
          const contact = await someone();
          world.next(fate);
          const outcome = await world.crm.writeLog(entryOf(contact), null);
          expect(await world.logs()).toEqual([]);
          if (fate === "busy") expect(outcome.kind).toBe("later");
          else expect(rejected(outcome).why).toBe(fate);
        });

        it("comes again when nobody listens: certainly nothing was done", async () => {
          const contact = await someone();
          expect((await variant("unreachable").writeLog(entryOf(contact), null)).kind).toBe("later");
        });
      }

      if (!lacks.network && !lacks.credentials) {
        it("comes again when the credentials are refused", async () => {
          const contact = await someone();
          expect((await variant("wrongCredentials").writeLog(entryOf(contact), null)).kind).toBe("later");
          expect(await world.logs()).toEqual([]);
        });
      }

      if (!lacks.deleting) {
        it("says when its contact is gone", async () => {
          const contact = await someone();
          world.removeContact(contact.id);
          expect(rejected(await world.crm.writeLog(entryOf(contact), null)).why).toBe("contact_gone");
          expect(await world.logs()).toEqual([]);
        });

        it("says when the record is gone, and makes none in its place", async () => {
          const contact = await someone();
          const entry = entryOf(contact);
          const { reference } = written(await world.crm.writeLog(entry, null));
          world.removeLog(reference);
          expect(rejected(await world.crm.writeLog(entry, reference)).why).toBe("record_gone");
          expect(await world.logs()).toEqual([]);
        });
      }

      if (!lacks.network) {
        it.each(["busy", "broken", "lost", "garbled", "invalid", "forbidden"] as const)(
          "tells neither words nor numbers when it is %s",
          async (fate) => {
            const contact = await someone();
            world.next(fate);
            const told = JSON.stringify(await world.crm.writeLog(entryOf(contact), null));
            expect(told).not.toContain(secretWords);
            expect(told).not.toContain("5550143");
          },
        );
      }
    });

    if (!lacks.lists || !lacks.network) {
      describe("a record whose making is uncertain", () => {
        if (!lacks.lists) {
          it("is found by our key in its contact's own list", async () => {
            const { findLog } = world.crm;
            const contact = await someone();
            written(await world.crm.writeLog(entryOf(contact), null));
            const entry = entryOf(contact, { part: 2, parts: 2 });
            world.next("lost");
            expect((await world.crm.writeLog(entry, null)).kind).toBe("unknown");
            const found = await findLog?.(entry.key, 2, contact);
            if (found?.kind !== "found") throw new Error(`expected it, got ${found?.kind}`);
            const grown = { ...entry, body: bodyIn(world.crm, "Found and written anew") };
            expect(written(await world.crm.writeLog(grown, found.reference)).reference).toBe(found.reference);
            expect(await world.logs()).toHaveLength(2);
            expect((await standing()).join()).toContain("Found and written anew");
          });

          it("is absent where it never came, or stands under another key or part", async () => {
            const { findLog } = world.crm;
            const contact = await someone();
            const entry = entryOf(contact);
            written(await world.crm.writeLog(entry, null));
            expect(await findLog?.(`${entry.key}0` as RecordKey, 1, contact)).toEqual({ kind: "absent" });
            expect(await findLog?.(entry.key, 2, contact)).toEqual({ kind: "absent" });
          });
        }

        if (lacks.keys) {
          it("is never found where nothing can be looked at", async () => {
            const entry = entryOf(await someone());
            written(await world.crm.writeLog(entry, null));
            const found = await world.crm.findLog?.(entry.key, entry.part, entry.contact);
            expect(found).toEqual({ kind: "absent" });
          });
        }

        if (lacks.lists && !lacks.network) {
          it("is made once although it is written twice, where it can't be looked for", async () => {
            const contact = await someone();
            const entry = entryOf(contact);
            world.next("lost");
            expect((await world.crm.writeLog(entry, null)).kind).toBe("unknown");
            written(await world.crm.writeLog(entry, null));
            expect(await world.logs()).toHaveLength(1);
          });
        }
      });
    }

    describe("verifying", () => {
      it("finds nothing wrong when all is well", async () => {
        const findings = await world.crm.verify();
        expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
        for (const { name: what } of findings) expect(what.startsWith(world.crm.title)).toBe(true);
      });

      if (!lacks.network) {
        const unlucky = ["unreachable", ...(lacks.credentials ? [] : ["wrongCredentials" as const])] as const;
        it.each(unlucky)("says what to do when %s", async (kind) => {
          const problem = (await variant(kind).verify()).find(({ level }) => level === "problem");
          expectSentence(problem?.sentence);
          expectSentence(problem?.remedy);
        });
      }
    });
  });
}

/** Those with the number, compared as the bridge does it. */
function meant(contacts: readonly CrmContact[]): CrmContact[] {
  return contacts.filter(({ phones }) =>
    phones.some((typed) => parsePhoneNumberFromString(typed, "US")?.number === phone),
  );
}

function bodyIn({ capabilities: { form } }: Crm, words: string): string {
  return form === "html" ? `<p>${words}</p>` : words;
}

function written(outcome: WriteOutcome): Extract<WriteOutcome, { kind: "written" }> {
  if (outcome.kind !== "written") throw new Error(`expected a record, got ${JSON.stringify(outcome)}`);
  return outcome;
}

function rejected(outcome: WriteOutcome): Extract<CrmRefusal, { kind: "rejected" }> {
  if (outcome.kind !== "rejected") throw new Error(`expected a refusal, got ${outcome.kind}`);
  expectSentence(outcome.sentence);
  return outcome;
}

function expectSentence(sentence: string | undefined): void {
  expect(sentence).toMatch(/^[A-Z].{8,}\.$/s);
}
