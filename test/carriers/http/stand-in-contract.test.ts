/** The sandbox's small carrier, by what its own documents say of it. */
import { Agent } from "undici";
import { expect } from "vitest";
import type { Carrier } from "../../../src/bridge/contracts/carrier.ts";
import { createHttpCarrier } from "../../../src/carriers/http/http-carrier.ts";
import type { HttpSettings } from "../../../src/carriers/http/http-settings.ts";
import type { HttpCarrier } from "../../../src/domain/http-carrier.ts";
import type { Address, E164 } from "../../../src/domain/ids.ts";
import { parseDirectory } from "../../../src/domain/parse-directory.ts";
import { createCall } from "../../../src/lib/call.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { createHttpStandIn } from "../../../src/sandbox/http/http-stand-in.ts";
import type { HttpControl } from "../../../src/sandbox/http/types/control.ts";
import type { HttpStandIn } from "../../../src/sandbox/http/types/stand-in.ts";
import { type CarrierWorld, describeCarrierContract, type Fate } from "../carrier-contract.ts";
import { line, phone } from "./http-world.ts";
import { createReceiver } from "./receiver.ts";

describeCarrierContract("The sandbox's carrier, as it is described", createWorld, [
  "hints",
  "signed addresses",
  "own media",
  "known numbers",
  "known credentials",
  "list",
  "search",
  "group texts",
  "texts sent elsewhere",
  "templates",
  "consents",
]);

const fates: Record<Fate, (control: HttpControl) => void> = {
  refused: (control) => control.setOutcome({ outcome: { kind: "reject", code: "opted_out" } }),
  busy: (control) => control.setOutcome({ outcome: { kind: "busy", seconds: 3 } }),
  broken: (control) => control.misbehave({ match: "send", kind: "fail", status: 500 }),
  lost: (control) => control.misbehave({ match: "send", kind: "dropAnswer" }),
  hangs: (control) => control.misbehave({ match: "send", kind: "hold" }),
  undelivered: (control) => control.setOutcome({ outcome: { kind: "fail", code: "absent" } }),
};

function described({ description }: HttpStandIn): HttpCarrier {
  const rest = `time_zone: UTC\nmembers: []\ngroups: []\nlines: []\nhttp_carriers:\n${description}`;
  const found = parseDirectory(rest, "directory.yml", []);
  if (!found.ok) throw new Error(found.problems.map(({ sentence }) => sentence).join("\n"));
  const [carrier] = found.directory.httpCarriers ?? [];
  return carrier ?? expect.fail("nothing is described");
}

async function createWorld(): Promise<CarrierWorld> {
  const clock = { ms: Date.parse("2026-03-02T12:00:00Z") };
  const standIn = await createHttpStandIn({
    now: () => clock.ms,
    limits: "off",
    deliveryDelayMs: 0,
    retryDelayMs: 1,
  });
  const { control } = standIn;
  const receiver = await createReceiver(() => carrier);
  const description = described(standIn);
  standIn.setCallbacks({
    inbound: `${receiver.url}/webhooks/acme/inbound`,
    status: `${receiver.url}/webhooks/acme/status`,
  });
  control.addLine({ number: line });
  control.addPhone({ number: phone });
  const secrets = Object.entries(standIn.environment).map(
    ([name, value]) => [name, value === standIn.secret ? [value, "the-second-secret"] : [value]] as const,
  );
  const carrierWith = (change: Partial<HttpSettings>): Carrier =>
    createHttpCarrier({
      description,
      secrets: new Map(secrets),
      publicUrl: receiver.url,
      call: createCall(new Agent()),
      now: () => clock.ms,
      ...change,
    });
  const carrier = carrierWith({});
  const port = await freePort();
  const text = async (spec: Parameters<HttpControl["text"]>[0]) => {
    const before = receiver.requests.length;
    await control.text(spec);
    return receiver.requests[before] ?? expect.fail("the text did not reach us");
  };
  return {
    carrier,
    line: line as E164,
    phone: phone as Address,
    strangeLine: "+15550100099" as E164,
    proofLasts: 300_000,
    now: () => new Date(clock.ms),
    advance(ms) {
      clock.ms += ms;
    },
    text: (body) => text({ from: phone, to: line, body }),
    async textByChannel({ from, to, body }) {
      const before = receiver.requests.length;
      const message = {
        type: "text",
        id: before + 1,
        from,
        to,
        text: body,
        received_at: clock.ms,
        media: [],
      };
      await control.post("inbound", JSON.stringify({ messages: [message] }));
      return receiver.requests[before] ?? expect.fail("the text did not reach us");
    },
    reports: () => receiver.requests.filter(({ kind }) => kind === "status"),
    settled: () => control.idle(),
    phoneShows: () => arrived().map(({ body }) => body),
    phoneGot: () =>
      control
        .media(arrived().at(-1)?.sid ?? "")
        .map(({ contentType, base64 }) => ({ contentType, bytes: Buffer.from(base64, "base64") })),
    addressOf: (file) => receiver.offer(file),
    picture: (bytes) =>
      text({
        from: phone,
        to: line,
        body: "",
        media: [{ contentType: "image/gif", base64: bytes.toString("base64") }],
      }),
    next: (fate) => fates[fate](control),
    forge: (request) => ({
      ...request,
      body: Buffer.from(request.body.toString().replace(/hi|queued|delivered/i, "send money")),
    }),
    strip: (request) => ({ ...request, headers: { ...request.headers, "x-acme-signature": undefined } }),
    useKey: (key) => control.rotateSecret(key === "second" ? "the-second-secret" : "a-stranger's-secret"),
    variant(kind) {
      if (kind === "hasty") return carrierWith({ timeoutMs: 250 });
      if (kind === "unreachable")
        return carrierWith({ description: { ...description, url: `http://127.0.0.1:${port}` } });
      const wrong = secrets.map(
        ([name, values]) => [name, values.includes(standIn.token) ? ["wrong"] : values] as const,
      );
      return carrierWith({ secrets: new Map(wrong) });
    },
    async stop() {
      control.release();
      await standIn.stop();
      await receiver.stop();
    },
  };

  function arrived() {
    return control
      .phone(phone)
      .messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived);
  }
}
