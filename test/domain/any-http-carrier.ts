import fc from "fast-check";
import {
  ERROR_MEANINGS,
  type HttpCarrier,
  type JsonTemplate,
  type StatusWords,
} from "../../src/domain/http-carrier.ts";

const secret = fc.stringMatching(/^[A-Z]{2,6}_[A-Z]{2,6}$/);
const step = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 6 })
  .map((name) => name.replaceAll(/[\s\p{C}]/gu, "_"));
const escaped = step.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
/** Of a JSON body. */
const pointer = fc.array(escaped, { minLength: 1, maxLength: 3 }).map((steps) => steps.join(""));
const word = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 10 })
  .map((text) => text.trim().toLowerCase())
  .filter((text) => text !== "");
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => text.normalize("NFC").trim())
  .filter((text) => text !== "" && !/\p{Cc}|\p{Cs}/u.test(text));
/** Words without a placeholder. */
const plain = fc
  .string({ unit: "grapheme", maxLength: 10 })
  .map((text) => text.replaceAll(/[{}]/g, "").replaceAll(/\p{Cs}/gu, ""));
const template = fc
  .tuple(plain, fc.constantFrom("{{to}}", "{{from}}", "{{message_id}}", "{{text}}"), plain)
  .map((parts) => parts.join(""));
const key = fc.stringMatching(/^[a-z][a-z ]{0,6}$/);
const pairs = fc.uniqueArray(fc.tuple(key, template), { maxLength: 3, selector: ([field]) => field });
const headers = fc.uniqueArray(
  fc.tuple(
    fc.stringMatching(/^x-[a-z]{1,6}$/),
    secret.map((one) => `Key {{secret.${one}}}`),
  ),
  {
    maxLength: 2,
    selector: ([field]) => field,
  },
);

const leaf: fc.Arbitrary<JsonTemplate> = fc.oneof(
  template,
  plain,
  fc.constantFrom("7", "true", "null", "~", "", "007", "1e3"),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(0.5, -12.25, null),
);
const { json } = fc.letrec<{ json: JsonTemplate }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 3 }),
  ),
}));

const statusWords: fc.Arbitrary<StatusWords> = fc
  .uniqueArray(word, { minLength: 4, maxLength: 4 })
  .map((each) => {
    const [accepted = "", sent = "", delivered = "", failed = ""] = each;
    return { accepted: [accepted], sent: [sent], delivered: [delivered], failed: [failed] };
  });
const code = fc.integer({ min: 400, max: 499 }).filter((one) => one !== 408);
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const basic = fc.record({ username: secret, password: secret });

/** Any description in which nothing is wrong. */
export const anyHttpCarrier: fc.Arbitrary<HttpCarrier> = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/).filter((one) => one !== "twilio"),
    title: name,
    url: fc.constantFrom("https://a.example", "https://b.example:8443/v1", "http://127.0.0.1:9/x"),
    maxText: fc.integer({ min: 70, max: 10_000 }),
    textsPerSecond: fc.integer({ min: 1, max: 100 }),
    numbers: fc.constantFrom<HttpCarrier["numbers"]>(
      { kind: "e164" },
      { kind: "digits" },
      { kind: "national", country: "NO" },
    ),
    answersStop: fc.boolean(),
    proof: fc.record(
      {
        secretPath: secret,
        basic,
        hmac: fc.record({
          header: fc.constantFrom("x-signature", "authorization"),
          secret,
          algorithm: fc.constantFrom("sha1", "sha256", "sha512"),
          encoding: fc.constantFrom("hex", "base64"),
          prefix: fc.constantFrom("", "v1=", "HMAC "),
          signs: fc.constant("{{url}}.{{timestamp}}.{{body}}"),
          timestamp: fc.record({
            header: fc.constant("x-time"),
            toleranceSeconds: fc.integer({ min: 10, max: 3600 }),
          }),
        }),
      },
      { requiredKeys: ["secretPath"] },
    ),
    answer: fc.constantFrom(
      { status: 204, contentType: null, body: "" },
      { status: 200, contentType: "text/xml", body: "<Response>\n  <!-- : # -->\n</Response>\n" },
    ),
    inbound: fc.record({
      body: fc.constant("json"),
      each: nullable(pointer),
      only: fc.uniqueArray(fc.record({ at: pointer, words }), { maxLength: 2, selector: ({ at }) => at }),
      id: pointer,
      from: pointer,
      to: pointer,
      text: pointer,
      at: nullable(pointer),
      media: nullable(
        fc.record({
          at: fc.array(pointer, { minLength: 1, maxLength: 3 }),
          url: nullable(pointer),
          type: nullable(pointer),
          fetch: fc.constantFrom("open", "with_headers", "no"),
        }),
      ),
    }),
    reports: nullable(
      fc.record({
        body: fc.constant("json"),
        each: nullable(pointer),
        only: fc.uniqueArray(fc.record({ at: pointer, words }), { maxLength: 2, selector: ({ at }) => at }),
        id: nullable(pointer),
        ourId: pointer,
        status: pointer,
        error: nullable(pointer),
        words: statusWords,
      }),
    ),
    send: fc.record({
      method: fc.constantFrom("POST", "PUT", "PATCH"),
      path: fc.constantFrom("", "/messages", "/to/{{to}}/{{secret.A_B}}", "https://c.example/send"),
      headers,
      basic: nullable(basic),
      query: pairs,
      body: fc.oneof(
        fc.record({
          kind: fc.constant("form"),
          fields: pairs.map((some) => [
            ["all", needed] as const,
            ...some.filter(([field]) => field !== "all"),
          ]),
        }),
        fc.record({
          kind: fc.constant("json"),
          template: json.map((some) => ({ all: needed, files: "{{media}}", some })),
        }),
      ),
      media: fc.record({
        files: fc.integer({ min: 1, max: 20 }),
        bytes: fc.integer({ min: 1000, max: 1_000_000 }),
        types: fc.constant(["image/*", "text/vcard"]),
      }),
      answer: fc.record({
        id: nullable(pointer),
        status: pointer,
        words: statusWords,
        error: pointer,
        refused: fc.uniqueArray(
          code.filter((one) => one < 450),
          { minLength: 1, maxLength: 3 },
        ),
        later: fc.uniqueArray(
          code.filter((one) => one >= 450),
          { minLength: 1, maxLength: 3 },
        ),
        errors: fc
          .uniqueArray(word, { maxLength: 3 })
          .map((some) =>
            some.map((one, index) => ({ words: [one], means: ERROR_MEANINGS[index] ?? "passing" })),
          ),
      }),
    }),
  })
  .map((found) => ({
    ...found,
    send: { ...found.send, media: found.send.body.kind === "json" ? found.send.media : null },
  })) as fc.Arbitrary<HttpCarrier>;

const needed = "{{to}}: {{text}} ({{message_id}})";

/** As somebody writes it. */
export function asWritten({ proof, answer, inbound, reports, send, ...carrier }: HttpCarrier): object {
  const { hmac } = proof;
  const reading = ({ body, each, only }: HttpCarrier["inbound"] | NonNullable<HttpCarrier["reports"]>) => ({
    body,
    ...(each !== null && { each }),
    only: Object.fromEntries(only.map(({ at, words: some }) => [at, some])),
  });
  return {
    name: carrier.name,
    title: carrier.title,
    url: carrier.url,
    max_text: carrier.maxText,
    texts_per_second: carrier.textsPerSecond,
    numbers: carrier.numbers.kind === "national" ? carrier.numbers.country : carrier.numbers.kind,
    answers_stop: carrier.answersStop,
    proof: {
      ...(proof.secretPath && { secret_path: proof.secretPath }),
      ...(proof.basic && { basic: proof.basic }),
      ...(hmac && {
        hmac: {
          ...hmac,
          timestamp: undefined,
          timestamp_header: hmac.timestamp?.header,
          tolerance_seconds: hmac.timestamp?.toleranceSeconds,
        },
      }),
    },
    answer: {
      status: answer.status,
      body: answer.body,
      ...(answer.contentType && { content_type: answer.contentType }),
    },
    inbound: {
      ...reading(inbound),
      id: inbound.id,
      from: inbound.from,
      to: inbound.to,
      text: inbound.text,
      ...(inbound.at && { at: inbound.at }),
      ...(inbound.media && { media: withoutNull(inbound.media) }),
    },
    ...(reports && {
      reports: withoutNull({
        ...reading(reports),
        id: reports.id,
        our_id: reports.ourId,
        status: reports.status,
        error: reports.error,
        words: reports.words,
      }),
    }),
    send: withoutNull({
      method: send.method,
      path: send.path,
      headers: Object.fromEntries(send.headers),
      basic: send.basic,
      query: Object.fromEntries(send.query),
      json: send.body?.kind === "json" ? send.body.template : null,
      form: send.body?.kind === "form" ? Object.fromEntries(send.body.fields) : null,
      media: send.media,
      answer: withoutNull(send.answer),
    }),
  };
}

/** What is left out. */
function withoutNull<T extends object>(part: T): Partial<T> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null)) as Partial<T>;
}
