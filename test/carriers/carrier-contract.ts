/**
 * What every carrier has to keep, whoever it is: run on each implementation with a world around it that plays its company
 * and its customers' phones.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  Carrier,
  CatchUpFrom,
  OutgoingSms,
  SendOutcome,
  WebhookRequest,
  WebhookResult,
} from "../../src/bridge/contracts/carrier.ts";
import type { CarrierConsents, Consent } from "../../src/bridge/contracts/carrier-consents.ts";
import type {
  CarrierEvent,
  ElsewhereEvent,
  StatusEvent,
  TextEvent,
} from "../../src/bridge/contracts/carrier-events.ts";
import type { OutgoingMedia } from "../../src/bridge/contracts/carrier-media.ts";
import type { CarrierTemplates } from "../../src/bridge/contracts/carrier-templates.ts";
import type { Address, CarrierCursor, E164, LoginName, MessageId } from "../../src/domain/ids.ts";
import { parseE164 } from "../../src/domain/phone.ts";

export interface CarrierWorld {
  readonly carrier: Carrier;
  /** Whose account it is, and of which lines, at a carrier that knows logins. */
  readonly account?: Pick<CatchUpFrom, "login" | "lines">;
  /**
   * What its webhooks are. `signed` (when absent): texts and reports, which prove who sent them. `hints`: that there is news, with a secret
   * of ours; what came has to be asked for.
   */
  readonly webhooks?: "signed" | "hints";
  readonly line: E164;
  readonly phone: Address;
  /** Another customer's, for group texts. */
  readonly otherPhone?: Address;
  /** A number of the same country that is not the account's. */
  readonly strangeLine: E164;
  /** How far from the time at which it was made, either way, a request proves who made it; milliseconds. Absent: its proof names no time. */
  readonly proofLasts?: number;
  /** What the company's clock says, and ours. */
  now(): Date;
  /** Both clocks; back, too. */
  advance(ms: number): void;
  /** The customer texts the line: resolves with the request that reached us. */
  text(body: string): Promise<WebhookRequest>;
  /**
   * A text of another channel of the same account, with its addresses as the company writes them: resolves with the request that reached
   * us. Only where webhooks are hints it may be absent.
   */
  textByChannel?(text: {
    readonly from: string;
    readonly to: string;
    readonly body: string;
  }): Promise<WebhookRequest>;
  /** The status requests that reached us, oldest first. */
  reports(): readonly WebhookRequest[];
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
  /** What the customer's phone, or that other one, shows of ours. */
  phoneShows(of?: Address): readonly string[];
  /** What came along with the newest of them. */
  phoneGot(): readonly { readonly contentType: string; readonly bytes: Buffer }[];
  /** Where the company can fetch this for now; null where it is handed over, or can't go along. */
  addressOf(file: { readonly contentType: string; readonly bytes: Buffer }): string | null;
  /** The customer sends a picture, without words: resolves with the request that reached us. */
  picture(bytes: Buffer): Promise<WebhookRequest>;
  /** Somebody sends from the line by another app of the same account; absent: nobody can. */
  sendElsewhere?(body: string): Promise<void>;
  /** Who may change the company's templates, and how somebody else writes one; absent: it keeps none. */
  readonly templates?: { readonly by: LoginName; write(name: string, text: string): void };
  /** What becomes of the next send. */
  next(fate: Fate): void;
  /** The request as somebody would forge it: other words, the same proof. */
  forge(request: WebhookRequest): WebhookRequest;
  /** The same request without any proof of who sent it. */
  strip(request: WebhookRequest): WebhookRequest;
  /** The company proves itself with the second, or an unknown, key from now on. */
  useKey(key: "second" | "unknown"): void;
  /** The same carrier, variously unlucky. */
  variant(kind: "hasty" | "unreachable" | "wrongCredentials"): Carrier;
  stop(): Promise<void>;
}

/**
 * `refused` at once for the recipient's sake; `busy`: too many requests; `broken`: an internal error; `lost`: done, but the answer is
 * cut; `hangs`: done, but no answer comes; `undelivered`: accepted, and reported as failed later.
 */
export type Fate = "refused" | "busy" | "broken" | "lost" | "hangs" | "undelivered";

const MINUTE = 60_000;
const picture = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");
const otherPicture = Buffer.concat([picture, Buffer.from(";")]);
const SECRET_WORDS = "the tulips are on the balcony";

/**
 * What a carrier may be without; what it is of its webhooks it is not both.
 *
 * - `signed bodies`, `signed addresses`: what proves a request covers its words, and the address that it was posted to. A password in it,
 *   or a secret path, covers neither.
 * - `timed proofs`: a request proves who made it for some minutes (`proofLasts`), so that nobody can play it back later.
 * - `reports`: it posts what became of a text. `our ids`: they name our message, so that a lost answer is settled by one.
 * - `media in`, `media out`: files that come, files that go along. `own media`: what comes lies with the company, and is fetched nowhere else.
 * - `known numbers`: it can be asked whose a number is. `known credentials`: it can be asked whether it lets us in.
 * - `explanations`: it says how a captured request would be read.
 * - `consents`: its own list of opt-outs. `consent entries`: it takes what stands in ours.
 */
type Trait =
  | "signed webhooks"
  | "hints"
  | "signed bodies"
  | "signed addresses"
  | "timed proofs"
  | "reports"
  | "our ids"
  | "media in"
  | "media out"
  | "own media"
  | "known numbers"
  | "known credentials"
  | "explanations"
  | "list"
  | "search"
  | "group texts"
  | "texts sent elsewhere"
  | "templates"
  | "consents"
  | "consent entries";

/** Declares the suite, without what is about traits that it lacks. `createWorld` makes a fresh world for each test. */
export function describeCarrierContract(
  name: string,
  createWorld: () => Promise<CarrierWorld>,
  lacks: readonly Trait[],
): void {
  const ifIt = (...traits: readonly Trait[]): ((fact: string, test: () => Promise<void>) => void) =>
    traits.some((trait) => lacks.includes(trait)) ? () => {} : it;

  describe(`${name} keeps the carrier contract`, () => {
    let world: CarrierWorld;
    let count = 0;
    const smsOf = (body = SECRET_WORDS): OutgoingSms => {
      count += 1;
      return { messageId: `m-${count}` as MessageId, from: world.line, to: world.phone, body };
    };
    const mediaOf = (bytes: Buffer): OutgoingMedia => {
      const contentType = "image/gif";
      const url = world.addressOf({ contentType, bytes });
      return { name: "a.gif", contentType, size: bytes.length, url, read: async () => bytes };
    };
    const send = (sms: OutgoingSms, carrier = world.carrier) =>
      carrier.send({ ...(world.account?.login === undefined ? {} : { login: world.account.login }), ...sms });
    const areHints = () => world.webhooks === "hints";
    /** Long enough that whoever looks at the time would notice; where a proof names it, it still holds. */
    const late = () => (world.proofLasts === undefined ? 60 * MINUTE : world.proofLasts / 2);
    const cursorOf = async ({ catchUp }: Carrier): Promise<CarrierCursor | null> =>
      (await catchUp?.({ ...world.account, cursor: null, unsettledSince: null }))?.next ?? null;

    beforeEach(async () => {
      world = await createWorld();
    });
    afterEach(() => world.stop());

    it("lacks nothing that it was said to have, and has nothing that it was said to lack", () => {
      const { catchUp, findSent, capabilities, consents } = world.carrier;
      const has: Partial<Record<Trait, boolean>> = {
        list: catchUp !== undefined,
        search: findSent !== undefined,
        hints: areHints(),
        "signed webhooks": !areHints(),
        "texts sent elsewhere": world.sendElsewhere !== undefined,
        templates: world.carrier.templates !== undefined,
        consents: consents !== undefined,
        ...(consents === undefined ? {} : { "consent entries": "put" in consents }),
        "timed proofs": world.proofLasts !== undefined,
        explanations: world.carrier.explainWebhook !== undefined,
        "media in": world.carrier.fetchMedia !== undefined,
        "media out": capabilities.media !== null,
      };
      for (const [trait, isThere] of Object.entries(has))
        expect([trait, !lacks.includes(trait as Trait)]).toEqual([trait, isThere]);
      if (lacks.includes("group texts")) expect(world.otherPhone).toBeUndefined();
      else expect(capabilities.groupTexts).toBeGreaterThan(1);
    });

    it("proves, tells and knows no more than it was said to", async () => {
      const isTaken = (request: WebhookRequest) =>
        world.carrier.readWebhook("inbound", request).reply.status < 300;
      const hasProblem = async (carrier: Carrier, number: E164) =>
        (await carrier.verify([{ number }])).some(({ level }) => level === "problem");
      const request = await world.text("hi");
      await send(smsOf());
      await world.settled();
      const does: readonly (readonly [Trait, boolean])[] = [
        ["signed bodies", !isTaken(world.forge(request))],
        ["signed addresses", !isTaken({ ...request, rawUrl: `${request.rawUrl}?admin=1` })],
        ["reports", world.reports().length > 0],
        ["our ids", world.reports().some((report) => namesOurs(world.carrier, report))],
        ["known numbers", await hasProblem(world.carrier, world.strangeLine)],
        ["known credentials", await hasProblem(world.variant("wrongCredentials"), world.line)],
      ];
      expect(does.filter(([trait, isSo]) => isSo && lacks.includes(trait))).toEqual([]);
    });

    describe("an inbound webhook", () => {
      const read = (request: WebhookRequest) => world.carrier.readWebhook("inbound", request);

      ifIt("hints")("that is a hint has us look, whatever else it tells", async () => {
        const { reply, events } = read(await world.text("Hi, are you open?"));
        expect(reply.status).toBeLessThan(300);
        expect(events.some(({ kind }) => kind === "look")).toBe(true);
        for (const body of bodiesOf(events)) expect(body).toBe("Hi, are you open?");
      });

      ifIt("signed webhooks")("becomes one text with its words, numbers and id", async () => {
        const { reply, events } = read(await world.text("Hi, are you open? ünd 🌷"));
        expect(reply.status).toBeLessThan(300);
        expect(events).toMatchObject([
          { kind: "text", from: world.phone, to: world.line, body: "Hi, are you open? ünd 🌷", media: [] },
        ]);
        expect(textOf(events).carrierMessageId).not.toBe("");
      });

      it("is refused when nobody signed it", async () => {
        expectRefusal(read(world.strip(await world.text("hi"))));
      });

      ifIt("signed bodies")("is refused when it was changed after signing", async () => {
        expectRefusal(read(world.forge(await world.text("hi"))));
      });

      ifIt("signed webhooks", "signed addresses")(
        "is refused when it was signed for another address",
        async () => {
          const request = await world.text("hi");
          expectRefusal(read({ ...request, rawUrl: `${request.rawUrl}?admin=1` }));
        },
      );

      it("does not believe the Host header", async () => {
        const request = await world.text("hi");
        const headers = { ...request.headers, host: "evil.example", "x-forwarded-host": "evil.example" };
        expect(read({ ...request, headers }).events).not.toEqual([]);
      });

      it("is taken with the second key while keys change", async () => {
        world.useKey("second");
        expect(read(await world.text("hi")).events).not.toEqual([]);
      });

      it("is taken by either key, whichever it was made with, while keys change", async () => {
        const before = await world.text("hi");
        world.useKey("second");
        const after = await world.text("hi again");
        for (const request of [after, before]) expect(read(request).events).not.toEqual([]);
      });

      it("is refused with a key that is not ours", async () => {
        world.useKey("unknown");
        expectRefusal(read(await world.text("hi")));
      });

      ifIt("timed proofs")("is refused when it is played back later than its proof holds", async () => {
        const request = await world.text("hi");
        world.advance((world.proofLasts ?? 0) + MINUTE);
        expectRefusal(read(request));
      });

      ifIt("timed proofs")("is refused when its proof is from a time that is yet to come", async () => {
        const ahead = (world.proofLasts ?? 0) + MINUTE;
        world.advance(ahead);
        const request = await world.text("hi");
        world.advance(-ahead);
        expectRefusal(read(request));
      });

      ifIt("timed proofs")("is taken where the clocks are off by less than that", async () => {
        const request = await world.text("hi");
        for (const off of [late(), -2 * late()]) {
          world.advance(off);
          expect(read(request).events).not.toEqual([]);
        }
      });

      ifIt("signed webhooks")("is the same text when it comes again", async () => {
        const request = await world.text("hi");
        expect(textOf(read(request).events).carrierMessageId).toBe(
          textOf(read(request).events).carrierMessageId,
        );
      });

      ifIt("signed webhooks")("is another text when the same words are sent twice", async () => {
        const first = read(await world.text("hi"));
        // Where texts have no ids, their time is what tells them apart.
        world.advance(1000);
        const second = read(await world.text("hi"));
        expect(textOf(first.events).carrierMessageId).not.toBe(textOf(second.events).carrierMessageId);
      });
    });

    describe("what was posted doubled, late and out of order", () => {
      const read = (request: WebhookRequest) => world.carrier.readWebhook("inbound", request);
      const posted = async () => {
        const requests = [await world.text("one")];
        for (const body of ["two", "STOP"]) {
          world.advance(1000);
          requests.push(await world.text(body));
        }
        return requests;
      };

      it("is read the same each time", async () => {
        const requests = await posted();
        const inOrder = requests.map((request) => read(request).events);
        for (const events of inOrder) expect(events).not.toEqual([]);
        world.advance(late());
        const reversed = [...requests].reverse().map((request) => read(request).events);
        expect(reversed.reverse()).toEqual(inOrder);
        expect(requests.map((request) => read(request).events)).toEqual(inOrder);
      });

      ifIt("signed webhooks", "media in")("is one text with the same files", async () => {
        const request = await world.picture(picture);
        const events = read(request).events;
        expect(textOf(events).media).toHaveLength(1);
        world.advance(late());
        expect(read(request).events).toEqual(events);
      });
    });

    const describeTexts = lacks.includes("signed webhooks") ? () => {} : describe;
    describeTexts("a text of another channel of the account", () => {
      const read = (request: WebhookRequest) => world.carrier.readWebhook("inbound", request);
      const posted = async (from: string, to: string) => {
        if (world.textByChannel === undefined) throw new Error("this world has no other channels");
        return await world.textByChannel({ from, to, body: "Hola, ¿abren hoy?" });
      };

      it.each([
        ["whatsapp:+15550199001", "whatsapp:+15550100001"],
        ["rcs:+15550199001", "rcs:brand_agent"],
        ["whatsapp:+15550199001", "+15550100001"],
      ])("from %s to %s is taken, kept under addresses that are no number's", async (from, to) => {
        const request = await posted(from, to);
        const { reply, events } = read(request);
        expect(reply.status).toBeLessThan(300);
        expect(events).toHaveLength(1);
        expect(textOf(events)).toMatchObject({ from, body: "Hola, ¿abren hoy?" });
        expect(parseE164(textOf(events).to)).toBeNull();
        expect(read(request).events).toEqual(events);
      });

      it("needs the same proof as one of a phone", async () => {
        const request = await posted("whatsapp:+15550199001", "whatsapp:+15550100001");
        expectRefusal(read(world.strip(request)));
      });
    });

    const describeExplained = lacks.includes("explanations") ? () => {} : describe;
    describeExplained("a captured webhook that is explained", () => {
      const explain = (request: WebhookRequest, kind: "inbound" | "status" = "inbound") =>
        world.carrier.explainWebhook?.(kind, request) ?? expect.fail("it explains nothing");
      const eventsOf = (request: WebhookRequest) => world.carrier.readWebhook("inbound", request).events;

      it("comes to what comes of it when it is read, and nothing is said against it", async () => {
        const request = await world.text(SECRET_WORDS);
        const { unproven, events, sentences } = explain(request);
        expect({ unproven, events }).toEqual({ unproven: null, events: eventsOf(request) });
        expect(sentences.length).toBeGreaterThan(2);
      });

      it("is read all the same where nobody signed it, and says in a sentence why it would be refused", async () => {
        const request = await world.text("hi");
        const { unproven, events } = explain(world.strip(request));
        expectSentence(unproven ?? undefined);
        expect(events).toEqual(eventsOf(request));
      });

      ifIt("signed bodies")("says in a sentence that it was changed", async () => {
        expectSentence(explain(world.forge(await world.text("hi"))).unproven ?? undefined);
      });

      ifIt("timed proofs")("says in a sentence that it is too old", async () => {
        const request = await world.text("hi");
        world.advance((world.proofLasts ?? 0) + MINUTE);
        expectSentence(explain(request).unproven ?? undefined);
      });

      ifIt("reports")("tells what a report says", async () => {
        await send(smsOf());
        await world.settled();
        const request = expectLast(world.reports());
        const { unproven, events } = explain(request, "status");
        const read = world.carrier.readWebhook("status", request);
        expect({ unproven, events }).toEqual({ unproven: null, events: read.events });
      });

      it("shows no words of a customer, whoever posted them", async () => {
        const request = await world.text(SECRET_WORDS);
        for (const posted of [request, world.strip(request), world.forge(request)])
          expect(JSON.stringify({ ...explain(posted), events: [] })).not.toContain(SECRET_WORDS);
      });

      it("is no trouble where it is nothing at all", async () => {
        const request = await world.text("hi");
        for (const body of ["", "{", "[]", "null", "a=b&a=c", "\u0000"])
          expect(explain({ ...request, body: Buffer.from(body) }).events).toEqual([]);
      });
    });

    const describeReports = (["signed webhooks", "reports"] as const).some((trait) => lacks.includes(trait))
      ? () => {}
      : describe;
    describeReports("a status webhook", () => {
      const read = (request: WebhookRequest) => world.carrier.readWebhook("status", request);
      const named = ({ messageId }: OutgoingSms) => (lacks.includes("our ids") ? {} : { messageId });
      const sendAndSettle = async () => {
        const sms = smsOf();
        const outcome = await send(sms);
        await world.settled();
        return { sms, outcome };
      };

      it("names our message and its state, up to delivered", async () => {
        const { sms, outcome } = await sendAndSettle();
        const statuses = world.reports().map((request) => statusOf(read(request).events));
        expect(statuses.length).toBeGreaterThan(0);
        for (const status of statuses) {
          expect(status).toMatchObject({ ...named(sms), failure: null });
          expect(status.carrierMessageId).toBe(idOf(outcome));
        }
        expect(statuses.at(-1)?.state).toBe("delivered");
      });

      it("says why a text was not delivered, in a sentence", async () => {
        world.next("undelivered");
        const { sms } = await sendAndSettle();
        const last = statusOf(read(expectLast(world.reports())).events);
        expect(last).toMatchObject({ ...named(sms), state: "failed" });
        expectSentence(last.failure?.sentence);
      });

      ifIt("our ids")("settles a message whose answer was lost", async () => {
        world.next("lost");
        const { sms, outcome } = await sendAndSettle();
        expect(outcome.kind).toBe("unknown");
        expect(statusOf(read(expectLast(world.reports())).events)).toMatchObject({
          messageId: sms.messageId,
          state: "delivered",
        });
      });

      it("reads the same late, twice and in any order", async () => {
        await sendAndSettle();
        const requests = [...world.reports()];
        const inOrder = requests.map((request) => read(request).events);
        world.advance(late());
        const reversed = [...requests].reverse().map((request) => read(request).events);
        expect(reversed.reverse()).toEqual(inOrder);
      });

      it("is refused when nobody signed it", async () => {
        await sendAndSettle();
        expectRefusal(read(world.strip(expectLast(world.reports()))));
      });

      ifIt("signed bodies")("is refused when it was changed", async () => {
        await sendAndSettle();
        expectRefusal(read(world.forge(expectLast(world.reports()))));
      });

      it("is taken with the second key while keys change, and refused with one that is not ours", async () => {
        world.useKey("second");
        await sendAndSettle();
        expect(statusOf(read(expectLast(world.reports())).events).state).toBe("delivered");
        world.useKey("unknown");
        await sendAndSettle();
        expectRefusal(read(expectLast(world.reports())));
      });

      ifIt("timed proofs")("is refused when it is played back later than its proof holds", async () => {
        await sendAndSettle();
        world.advance((world.proofLasts ?? 0) + MINUTE);
        expectRefusal(read(expectLast(world.reports())));
      });

      ifIt("our ids", "signed bodies")("is never taken for another message of ours", async () => {
        const { sms } = await sendAndSettle();
        const request = expectLast(world.reports());
        const turned = read({ ...request, rawUrl: request.rawUrl.replace(sms.messageId, "m-other") });
        // Whether its proof covers the address, or our id in it is not what is gone by.
        if (turned.events.length > 0) expect(statusOf(turned.events).messageId).toBe(sms.messageId);
        else expectRefusal(turned);
      });
    });

    describe("a send", () => {
      it("is accepted with the company's id and arrives once", async () => {
        const outcome = await send(smsOf("See you at 3 € – 🌷"));
        expect(outcome.kind).toBe("accepted");
        await world.settled();
        expect(world.phoneShows()).toEqual(["See you at 3 € – 🌷"]);
      });

      ifIt("group texts")("goes to all whom a group text names", async () => {
        const otherPhone = world.otherPhone as Address;
        const outcome = await send({ ...smsOf("To both of you"), others: [otherPhone] });
        expect(outcome.kind).toBe("accepted");
        await world.settled();
        for (const one of [world.phone, otherPhone])
          expect(world.phoneShows(one)).toEqual(["To both of you"]);
      });

      ifIt("media out")("takes pictures along, in order, with words and without", async () => {
        for (const body of ["Look", ""]) {
          const outcome = await send({ ...smsOf(body), media: [mediaOf(picture), mediaOf(otherPicture)] });
          expect(outcome.kind).toBe("accepted");
          await world.settled();
          expect(world.phoneShows().at(-1)).toBe(body);
          expect(world.phoneGot()).toEqual(
            [picture, otherPicture].map((bytes) => ({ contentType: "image/gif", bytes })),
          );
        }
      });

      ifIt("media out")("says what it takes along, and how it gets it", async () => {
        const media = world.carrier.capabilities.media;
        expect(media?.files).toBeGreaterThan(0);
        expect(media?.bytes).toBeGreaterThan(500_000);
        for (const type of media?.types ?? []) expect(type).toMatch(/^[a-z]+\/[\w.+*-]+$/);
        const file = { contentType: "image/gif", bytes: picture };
        expect(media?.byAddress).toBe(world.addressOf(file) !== null);
      });

      it("is rejected with a sentence when the recipient can't be texted", async () => {
        world.next("refused");
        const failure = failureOf(await send(smsOf()));
        expectSentence(failure.sentence);
        expect(failure.scope).toBe("recipient");
        expect(failure.retryAfterMs).toBeUndefined();
        await world.settled();
        expect(world.phoneShows()).toEqual([]);
      });

      it("is rejected with a time to come back when there are too many", async () => {
        world.next("busy");
        expect(failureOf(await send(smsOf())).retryAfterMs).toBeGreaterThan(0);
        await world.settled();
        expect(world.phoneShows()).toEqual([]);
      });

      it("is rejected with a time to come back when nobody listens", async () => {
        const failure = failureOf(await send(smsOf(), world.variant("unreachable")));
        expect(failure.retryAfterMs).toBeGreaterThan(0);
        expect(failure.scope).toBe("passing");
      });

      it("is rejected as the account's trouble when the credentials are wrong", async () => {
        expect(failureOf(await send(smsOf(), world.variant("wrongCredentials"))).scope).toBe("account");
      });

      it("is unknown after an internal error", async () => {
        world.next("broken");
        expect((await send(smsOf())).kind).toBe("unknown");
      });

      it("is unknown, and not repeated, when the answer is lost", async () => {
        world.next("lost");
        expect((await send(smsOf())).kind).toBe("unknown");
        await world.settled();
        expect(world.phoneShows()).toHaveLength(1);
      });

      it("is unknown, and not repeated, when no answer comes in time", async () => {
        world.next("hangs");
        expect((await send(smsOf(), world.variant("hasty"))).kind).toBe("unknown");
        await world.settled();
        expect(world.phoneShows().length).toBeLessThanOrEqual(1);
      });

      it.each(["refused", "busy", "broken", "lost"] as const)(
        "tells neither words nor numbers when it is %s",
        async (fate) => {
          world.next(fate);
          const told = JSON.stringify(await send(smsOf()));
          expect(told).not.toContain(SECRET_WORDS);
          expect(told).not.toContain(world.phone.slice(1));
          expect(told).not.toContain(world.line.slice(1));
        },
      );
    });

    const describeCatchUp = lacks.includes("list") ? () => {} : describe;
    describeCatchUp("catching up", () => {
      const allSettled = { unsettledSince: null };
      const catchUp = async (from: CatchUpFrom) =>
        (await world.carrier.catchUp?.({ ...world.account, ...from }))?.events ?? [];

      ifIt("list")("tells the texts that came, by ids of their own and in order", async () => {
        const cursor = await cursorOf(world.carrier);
        for (const body of ["one", "two", "two"]) {
          await world.text(body);
          world.advance(MINUTE);
        }
        const texts = (await catchUp({ cursor, ...allSettled })).filter((event) => event.kind === "text");
        expect(bodiesOf(texts)).toEqual(["one", "two", "two"]);
        expect(new Set(texts.map(({ carrierMessageId }) => carrierMessageId)).size).toBe(3);
        for (const text of texts)
          expect(text).toMatchObject({ from: world.phone, to: world.line, media: [] });
      });

      ifIt("list", "texts sent elsewhere")(
        "tells what somebody sent by another app of the account",
        async () => {
          const cursor = await cursorOf(world.carrier);
          await world.sendElsewhere?.("from another app");
          await world.settled();
          const elsewhere = {
            kind: "elsewhere",
            from: world.line,
            to: world.phone,
            body: "from another app",
          };
          const told = (await catchUp({ cursor, ...allSettled })).filter(isNews);
          expect(told).toMatchObject([{ ...elsewhere, state: "delivered" }]);
        },
      );

      ifIt("list", "signed webhooks")(
        "tells the texts that webhooks told, by the same ids and in order",
        async () => {
          const cursor = await cursorOf(world.carrier);
          const told: TextEvent[] = [];
          for (const body of ["one", "two", "three"]) {
            told.push(textOf(world.carrier.readWebhook("inbound", await world.text(body)).events));
            world.advance(MINUTE);
          }
          const texts = (await catchUp({ cursor, ...allSettled })).filter((event) => event.kind === "text");
          expect(texts.map(({ carrierMessageId }) => carrierMessageId)).toEqual(
            told.map(({ carrierMessageId }) => carrierMessageId),
          );
          expect(texts.map(({ body, from, to }) => ({ body, from, to }))).toEqual(
            told.map(({ body, from, to }) => ({ body, from, to })),
          );
        },
      );

      ifIt("list")("tells the same again when asked again", async () => {
        const from = { cursor: await cursorOf(world.carrier), unsettledSince: world.now() };
        await world.text("one");
        await send(smsOf());
        await world.settled();
        // A shared inbox tells of its threads, too.
        const told = (await catchUp(from)).filter((event) => event.kind === "text" || isNews(event));
        expect(told).toHaveLength(2);
        expect(await catchUp(from)).toEqual(await catchUp(from));
      });

      ifIt("list")("goes on from where the last time ended", async () => {
        const first = await cursorOf(world.carrier);
        await world.text("one");
        world.advance(60 * MINUTE);
        const told = await world.carrier.catchUp?.({ ...world.account, cursor: first, ...allSettled });
        await world.text("two");
        world.advance(60 * MINUTE);
        expect(bodiesOf(told?.events ?? [])).toEqual(["one"]);
        expect(bodiesOf(await catchUp({ cursor: told?.next ?? null, ...allSettled }))).toEqual(["two"]);
      });

      ifIt("list")("begins now without a cursor: the past is not told", async () => {
        await world.text("long ago");
        const sent = world.now();
        await send(smsOf());
        await world.settled();
        world.advance(60 * MINUTE);
        const begun = await world.carrier.catchUp?.({ ...world.account, cursor: null, unsettledSince: sent });
        expect(begun?.events).toEqual([]);
        await world.text("now");
        const texts = await catchUp({ cursor: begun?.next ?? null, ...allSettled });
        expect(bodiesOf(texts)).toEqual(["now"]);
      });

      ifIt("list")("begins now although nobody listens: what comes meanwhile is told later", async () => {
        const carrier = world.variant("unreachable");
        const cursor = await cursorOf(carrier);
        await world.text("while it was unreachable");
        world.advance(60 * MINUTE);
        expect(bodiesOf(await catchUp({ cursor, ...allSettled }))).toEqual(["while it was unreachable"]);
      });

      ifIt("list")("leaves out what lies before, also across midnight", async () => {
        await world.text("long ago");
        world.advance(26 * 60 * MINUTE);
        await world.text("before");
        world.advance(20 * MINUTE);
        const cursor = await cursorOf(world.carrier);
        await world.text("after");
        expect(bodiesOf(await catchUp({ cursor, ...allSettled }))).toEqual(["after"]);
      });

      ifIt("list")("tells the state of what was sent", async () => {
        const cursor = await cursorOf(world.carrier);
        const delivered = await send(smsOf("a"));
        world.next("undelivered");
        const failed = await send(smsOf("b"));
        await world.settled();
        const statuses = (await catchUp({ cursor, ...allSettled })).filter(isNews);
        const stateOf = (outcome: SendOutcome) =>
          statuses.find(({ carrierMessageId }) => carrierMessageId === idOf(outcome));
        expect(stateOf(delivered)).toMatchObject({ state: "delivered", failure: null });
        expect(stateOf(failed)).toMatchObject({ state: "failed" });
        expectSentence(stateOf(failed)?.failure?.sentence);
      });

      ifIt("list")(
        "tells the state of what was sent long before where it is asked to, and no text from then",
        async () => {
          const unsettledSince = world.now();
          const sent = await send(smsOf("a"));
          await world.text("long ago");
          await world.settled();
          world.advance(26 * 60 * MINUTE);
          const cursor = await cursorOf(world.carrier);
          await world.text("now");
          const events = await catchUp({ cursor, unsettledSince });
          expect(bodiesOf(events)).toEqual(["now"]);
          expect(events.filter(isNews)).toMatchObject([{ carrierMessageId: idOf(sent), state: "delivered" }]);
        },
      );

      ifIt("list")("throws a failure that may be tried again when nobody listens", async () => {
        const carrier = world.variant("unreachable");
        const from = { ...world.account, cursor: await cursorOf(carrier), ...allSettled };
        await expect(carrier.catchUp?.(from)).rejects.toMatchObject({ failure: { retryable: true } });
      });
    });

    const describeSearch = lacks.includes("search") ? () => {} : describe;
    describeSearch("looking for a lost send", () => {
      const find = (sms: OutgoingSms, sendingSince = world.now()) =>
        world.carrier.findSent?.({ ...world.account, ...sms, sendingSince });

      ifIt("search")("says absent when it never got there", async () => {
        world.next("broken");
        const sms = smsOf();
        await send(sms);
        await world.settled();
        expect(await find(sms)).toEqual({ kind: "absent" });
      });

      ifIt("search")("finds it by its words, numbers and time", async () => {
        const since = world.now();
        const cursor = await cursorOf(world.carrier);
        await send(smsOf("other words"));
        world.next("lost");
        const sms = smsOf();
        await send(sms);
        await world.settled();
        const found = await find(sms, since);
        expect(found).toMatchObject({ kind: "found", state: "delivered", failure: null });
        const caughtUp = await world.carrier.catchUp?.({ ...world.account, cursor, unsettledSince: null });
        expect(
          caughtUp?.events.some((event) => isNews(event) && event.carrierMessageId === foundId(found)),
        ).toBe(true);
      });

      ifIt("search")("finds one of pictures alone, and knows it from one without", async () => {
        const since = world.now();
        await send(smsOf("words alone"));
        world.next("lost");
        const sms = { ...smsOf(""), media: [mediaOf(picture)] };
        expect((await send(sms)).kind).toBe("unknown");
        await world.settled();
        expect(await find(sms, since)).toMatchObject({ kind: "found", state: "delivered" });
        expect(await find(smsOf("of which nothing is known"), since)).toEqual({ kind: "absent" });
      });

      ifIt("search")("never takes one of two alike for the other", async () => {
        const since = world.now();
        const other = await send(smsOf());
        world.next("lost");
        const sms = smsOf();
        await send(sms);
        await world.settled();
        const found = await find(sms, since);
        // Unless it knows them apart by our ids.
        if (found?.kind === "found") expect(found.carrierMessageId).not.toBe(idOf(other));
        else expect(found).toEqual({ kind: "ambiguous" });
      });

      ifIt("search")("does not take an older one for it, nor what the customer wrote", async () => {
        await send(smsOf());
        await world.settled();
        world.advance(30 * MINUTE);
        await world.text(SECRET_WORDS);
        expect(await find(smsOf())).toEqual({ kind: "absent" });
      });
    });

    const describeMedia = lacks.includes("media in") ? () => {} : describe;
    describeMedia("fetching what came with a text", () => {
      it("has the bytes that the customer sent", async () => {
        const cursor = await cursorOf(world.carrier);
        const { events } = world.carrier.readWebhook("inbound", await world.picture(picture));
        const told = areHints()
          ? ((await world.carrier.catchUp?.({ ...world.account, cursor, unsettledSince: null }))?.events ??
            [])
          : events;
        const [media, ...others] = textOf(told.filter(({ kind }) => kind === "text")).media;
        expect(others).toEqual([]);
        expect(media?.contentType).toBe("image/gif");
        const fetched = media && (await world.carrier.fetchMedia?.(media, world.account?.login));
        expect(fetched).toMatchObject({ kind: "fetched", bytes: picture });
      });

      const refuses = async (url: string) => {
        const login = world.account?.login;
        const outcome = await world.carrier.fetchMedia?.({ url, contentType: "image/jpeg" }, login);
        expect(outcome).toEqual({ kind: "refused", why: "elsewhere" });
      };

      it.each(["http://127.0.0.1:1/a.jpg", "file:///etc/hosts", "no address"])(
        "never asks what lies inside: %s",
        refuses,
      );

      ifIt("own media")("asks its own company alone", () => refuses("https://files.example.com/a.jpg"));
    });

    const describeTemplates = lacks.includes("templates") ? () => {} : describe;
    describeTemplates("the company's templates", () => {
      const by = () => world.templates?.by as LoginName;
      const templates = () => world.carrier.templates as CarrierTemplates;
      const listed = async () =>
        (await templates().listCompany(by())).map(({ id, name, text }) => ({ id, name, text }));
      const made = async (name: string, text = SECRET_WORDS) => {
        const outcome = await templates().create({ name, text }, by());
        if (outcome.kind !== "done") throw new Error(`expected a template, got ${outcome.kind}`);
        return outcome.id;
      };

      it("are made, changed, listed and taken away", async () => {
        const id = await made("Hours", "Until six €\nor seven 🌷");
        expect(await listed()).toEqual([{ id, name: "Hours", text: "Until six €\nor seven 🌷" }]);
        const changed = { name: "Opening hours", text: "Until {seven}" };
        expect(await templates().update(id, changed, by())).toEqual({ kind: "done", id });
        expect(await listed()).toEqual([{ id, ...changed }]);
        expect((await templates().remove(id, by())).kind).toBe("done");
        expect(await listed()).toEqual([]);
      });

      it("are gone where they were taken away before", async () => {
        const id = await made("Hours");
        expect(await templates().isGone(id, by())).toBe(false);
        await templates().remove(id, by());
        expect(await templates().isGone(id, by())).toBe(true);
        expect(await templates().update(id, { name: "Hours", text: "Late" }, by())).toEqual({ kind: "gone" });
        expect(await templates().remove(id, by())).toEqual({ kind: "gone" });
      });

      it("are refused in a sentence where another has the name, or the text is too long", async () => {
        await made("Hours");
        const other = await made("Way");
        const taken = await templates().update(other, { name: "Hours", text: "Late" }, by());
        expect(taken).toMatchObject({ kind: "refused", why: "name_taken" });
        const long = { name: "Long", text: "x".repeat(templates().longest + 1) };
        const refused = await templates().create(long, by());
        expect(refused).toMatchObject({ kind: "refused", why: "invalid" });
        for (const outcome of [taken, refused])
          if (outcome.kind === "refused") expectSentence(outcome.sentence);
      });

      it("are as many as it says", async () => {
        for (let count = 0; count < templates().limits.company; count += 1)
          world.templates?.write(`Number ${count}`, "x");
        expect(await listed()).toHaveLength(templates().limits.company);
        const refused = await templates().create({ name: "One more", text: "x" }, by());
        expect(refused).toMatchObject({ kind: "refused", why: "full" });
      });

      it("are asked for again while nobody is reached", async () => {
        const unreachable = world.variant("unreachable").templates as CarrierTemplates;
        await expect(unreachable.listCompany(by())).rejects.toMatchObject({ failure: { retryable: true } });
        await expect(unreachable.create({ name: "Hours", text: "x" }, by())).rejects.toMatchObject({
          failure: { retryable: true },
        });
      });
    });

    describe("verifying", () => {
      it("finds nothing wrong with a number that is ours", async () => {
        const findings = await world.carrier.verify([{ number: world.line }]);
        expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
        expect(findings.length).toBeGreaterThan(0);
      });

      ifIt("known numbers")("says what to do about a number that is not ours", async () => {
        const problems = (
          await world.carrier.verify([{ number: world.line }, { number: world.strangeLine }])
        ).filter(({ level }) => level === "problem");
        expect(problems).toHaveLength(1);
        expectSentence(problems[0]?.remedy);
      });

      const saysWhatToDo = async (kind: "unreachable" | "wrongCredentials") => {
        const findings = await world.variant(kind).verify([{ number: world.line }]);
        const problem = findings.find(({ level }) => level === "problem");
        expectSentence(problem?.sentence);
        expectSentence(problem?.remedy);
      };

      it("says what to do when it is unreachable", () => saysWhatToDo("unreachable"));

      ifIt("known credentials")("says what to do when the credentials are wrong", () =>
        saysWhatToDo("wrongCredentials"),
      );
    });

    const describeConsents = lacks.includes("consents") ? () => {} : describe;
    describeConsents("its own list of opt-outs", () => {
      const listOf = () => {
        const { carrier, account, line, phone } = world;
        if (carrier.consents === undefined) throw new Error("it has none");
        const consents = carrier.consents as CarrierConsents;
        const by = account?.login ?? null;
        const put = (state: "out" | "in", which: E164 | null = line) =>
          consents.put({ line: which, contact: phone, state }, by);
        const standing = async () =>
          (await consents.of(phone, by)).map((one) => `${one.state} ${one.line ?? "*"}`).toSorted();
        const since = async (cursor: CarrierCursor | null) => {
          const all: Consent[] = [];
          for (let next = cursor, more = true; more; ) {
            const page = await consents.list(by, next);
            all.push(...page.consents);
            next = page.next;
            more = page.more === true;
            if (!more) return { all, next };
          }
          throw new Error("a list without an end");
        };
        return { consents, put, standing, since };
      };

      ifIt("consent entries")(
        "takes an opt-out and its end, each done twice as once, and then texts leave",
        async () => {
          const { put, standing } = listOf();
          for (const _ of [1, 2]) expect(await put("out")).toEqual({ kind: "done" });
          expect(await standing()).toEqual([`out ${world.line}`]);
          for (const _ of [1, 2]) expect(await put("in")).toEqual({ kind: "done" });
          expect(await standing()).toEqual([`in ${world.line}`]);
          expect((await send(smsOf())).kind).toBe("accepted");
          await world.settled();
          expect(world.phoneShows()).toEqual([SECRET_WORDS]);
        },
      );

      ifIt("consent entries")("says in a sentence what still keeps texts back", async () => {
        const { put } = listOf();
        await put("out", null);
        const outcome = await put("in");
        if (outcome.kind !== "refused") throw new Error("an opt-out of all numbers was taken back for one");
        expectSentence(outcome.sentence);
        expect(outcome.code).not.toBe("");
      });

      it("is told whole without a cursor, and again when it is asked again", async () => {
        const { since } = listOf();
        await world.text("STOP");
        await world.settled();
        const out = { line: world.line, contact: world.phone, state: "out", source: "contact" };
        for (const _ of [1, 2]) expect((await since(null)).all).toMatchObject([out]);
      });

      ifIt("consent entries")("tells from its last cursor what is new", async () => {
        const { put, since } = listOf();
        await world.text("STOP");
        await world.settled();
        const first = await since(null);
        world.advance(60 * MINUTE);
        await put("out", null);
        const news = (await since(first.next)).all.map(({ line, source }) => `${line ?? "*"} ${source}`);
        expect(news).toContain("* interface");
      });
    });
  });
}

/** Of a text that left: a carrier that can't tell its own texts from those of other apps tells all in one way. */
function isNews(event: CarrierEvent): event is StatusEvent | ElsewhereEvent {
  return event.kind === "status" || event.kind === "elsewhere";
}

function bodiesOf(events: readonly CarrierEvent[]): string[] {
  return events.flatMap((event) => (event.kind === "text" ? [event.body] : []));
}

function textOf(events: readonly CarrierEvent[]): TextEvent {
  const [event] = events;
  if (event?.kind !== "text") throw new Error(`expected a text, got ${event?.kind ?? "nothing"}`);
  return event;
}

function statusOf(events: readonly CarrierEvent[]): StatusEvent {
  const [event] = events;
  if (event?.kind !== "status") throw new Error(`expected a status, got ${event?.kind ?? "nothing"}`);
  return event;
}

function idOf(outcome: SendOutcome): string {
  if (outcome.kind !== "accepted") throw new Error(`expected an accepted send, got ${outcome.kind}`);
  return outcome.carrierMessageId;
}

function foundId(outcome: Awaited<ReturnType<NonNullable<Carrier["findSent"]>>> | undefined): string | null {
  return outcome?.kind === "found" ? outcome.carrierMessageId : null;
}

function failureOf(outcome: SendOutcome) {
  if (outcome.kind !== "rejected") throw new Error(`expected a rejected send, got ${outcome.kind}`);
  return outcome.failure;
}

function expectRefusal({
  reply,
  events,
}: {
  reply: WebhookResult["reply"];
  events: unknown[] | readonly unknown[];
}) {
  // Asked for its password, which it may show only then.
  expect(reply.status).toBe(reply.headers["www-authenticate"] === undefined ? 403 : 401);
  expect(reply.body).not.toBe("");
  expect(reply.body.length).toBeLessThan(100);
  expect(events).toEqual([]);
}

function expectSentence(sentence: string | undefined): void {
  expect(sentence).toMatch(/^[A-Z].{8,}\.$/s);
}

function expectLast(requests: readonly WebhookRequest[]): WebhookRequest {
  const last = requests.at(-1);
  if (last === undefined) throw new Error("no report reached us");
  return last;
}

function namesOurs(carrier: Carrier, report: WebhookRequest): boolean {
  return carrier
    .readWebhook("status", report)
    .events.some((event) => event.kind === "status" && event.messageId !== undefined);
}
