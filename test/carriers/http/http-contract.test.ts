import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import type { Address, E164 } from "../../../src/domain/ids.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { type CarrierWorld, describeCarrierContract } from "../carrier-contract.ts";
import { type Dialect, passwordForm, secretQuery, signedAddress, signedJson } from "./dialects.ts";
import { createHttpSide, line, phone } from "./http-world.ts";

const never = [
  "hints",
  "own media",
  "known numbers",
  "known credentials",
  "list",
  "search",
  "group texts",
  "texts sent elsewhere",
  "templates",
  "consents",
] as const;

describeCarrierContract("A carrier of signed JSON", () => createWorld(signedJson), [
  ...never,
  "signed addresses",
]);
describeCarrierContract("A carrier that signs its address", () => createWorld(signedAddress), [
  ...never,
  "timed proofs",
]);
describeCarrierContract("A carrier of forms with a password", () => createWorld(passwordForm), [
  ...never,
  "signed bodies",
  "signed addresses",
  "timed proofs",
  "media in",
]);
describeCarrierContract("A carrier with all in the address", () => createWorld(secretQuery), [
  ...never,
  "signed bodies",
  "signed addresses",
  "timed proofs",
  "reports",
  "our ids",
  "media in",
  "media out",
]);

async function createWorld(dialect: Dialect): Promise<CarrierWorld> {
  const side = await createHttpSide(dialect);
  const { company, requests } = side;
  const port = await freePort();
  const { hmac } = dialect.describe("").proof;
  return {
    carrier: side.carrier,
    line: line as E164,
    phone: phone as Address,
    strangeLine: "+15550100099" as E164,
    ...(hmac?.timestamp ? { proofLasts: hmac.timestamp.toleranceSeconds * 1000 } : {}),
    now: () => new Date(side.clock.ms),
    advance(ms) {
      side.clock.ms += ms;
    },
    text: (body) => side.text({ text: body }),
    textByChannel: ({ from, to, body }) => side.text({ from, to, text: body }),
    reports: () => requests.filter(({ kind }) => kind === "status"),
    settled: () => company.settled(),
    phoneShows: () => company.arrived.map(({ text }) => text),
    phoneGot: () => company.arrived.at(-1)?.files ?? [],
    addressOf: (file) => (side.carrier.capabilities.media === null ? null : side.offer(file)),
    picture: (bytes) => {
      const url = company.keep({ contentType: "image/gif", bytes });
      return side.text({ media: [{ url, type: "image/gif" }] });
    },
    next(fate) {
      company.fate = fate;
    },
    forge: (request) => ({
      ...request,
      body: Buffer.from(request.body.toString().replace(/hi|queued|delivered/i, "send money")),
    }),
    strip: ({ secret: _, headers, ...request }) => ({
      ...request,
      headers: { ...headers, authorization: undefined, "x-acme-signature": undefined },
    }),
    useKey(key) {
      company.key = key;
    },
    variant: (kind) => variantOf(kind),
    stop: side.stop,
  };

  function variantOf(kind: Parameters<CarrierWorld["variant"]>[0]): Carrier {
    if (kind === "hasty") return side.carrierWith({ timeoutMs: 250 });
    if (kind === "unreachable")
      return side.carrierWith({ description: dialect.describe(`http://127.0.0.1:${port}`) });
    const wrong = [...dialect.secrets].map(([name, values]) =>
      values.includes("token-one") ? ([name, ["wrong"]] as const) : ([name, values] as const),
    );
    return side.carrierWith({ secrets: new Map(wrong) });
  }
}
