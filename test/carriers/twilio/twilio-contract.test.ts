import { expect } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import type { TwilioControl } from "../../../src/sandbox/twilio/types/control.ts";
import { type CarrierWorld, describeCarrierContract, type Fate } from "../carrier-contract.ts";
import { createTwilioSide, line, phone, strangeLine } from "./twilio-world.ts";

describeCarrierContract("Twilio", createTwilioWorld, [
  "hints",
  "timed proofs",
  "group texts",
  "texts sent elsewhere",
  "templates",
  "consents",
]);

const fates: Record<Fate, (control: TwilioControl) => void> = {
  refused: (control) => control.setOutcome({ outcome: { kind: "reject", code: 21610 } }),
  busy: (control) => control.misbehave({ match: "send", kind: "fail", status: 429 }),
  broken: (control) => control.misbehave({ match: "send", kind: "fail", status: 500 }),
  lost: (control) => control.misbehave({ match: "send", kind: "dropAnswer" }),
  hangs: (control) => control.misbehave({ match: "send", kind: "hold" }),
  undelivered: (control) => control.setOutcome({ outcome: { kind: "fail", code: 30003 } }),
};

async function createTwilioWorld(): Promise<CarrierWorld> {
  const side = await createTwilioSide();
  const { control } = side.standIn;
  const port = await freePort();
  const received = (kind: "inbound" | "status") =>
    side.receiver.requests.filter((request) => request.kind === kind);
  return {
    carrier: side.carrier,
    line,
    phone,
    strangeLine,
    now: () => new Date(side.clock.ms),
    advance(ms) {
      side.clock.ms += ms;
    },
    async text(body) {
      await control.text({ from: phone, to: line, body });
      const request = received("inbound").at(-1);
      if (request === undefined) throw new Error("the text did not reach us");
      return request;
    },
    async textByChannel(text) {
      // A sender of the channel is the account's like a number.
      if (text.to !== line)
        control.addNumber({ number: text.to, smsUrl: `${side.receiver.url}/webhooks/twilio/inbound` });
      await control.text(text);
      return received("inbound").at(-1) ?? expect.fail("the text did not reach us");
    },
    reports: () => received("status"),
    settled: () => control.idle(),
    phoneShows: () =>
      control
        .phone(phone)
        .messages.filter(({ direction, arrived }) => direction !== "inbound" && arrived)
        .map(({ body }) => body),
    phoneGot: () => {
      const [last] = control
        .phone(phone)
        .messages.filter(({ arrived }) => arrived)
        .slice(-1);
      return control
        .media(last?.sid ?? "")
        .map(({ contentType, base64 }) => ({ contentType, bytes: Buffer.from(base64, "base64") }));
    },
    addressOf: (file) => side.receiver.offer(file),
    async picture(bytes) {
      const media = [{ contentType: "image/gif", base64: bytes.toString("base64") }];
      await control.text({ from: phone, to: line, body: "", media });
      return received("inbound").at(-1) ?? expect.fail("the picture did not reach us");
    },
    next: (fate) => fates[fate](control),
    forge: (request) => ({
      ...request,
      body: Buffer.concat([request.body, Buffer.from("&Body=send+money")]),
    }),
    strip: withoutSignature,
    useKey: (key) => control.rotateToken(key === "second" ? "the-second-token" : "a-stranger's-token"),
    variant(kind) {
      if (kind === "hasty") return side.carrierWith({ timeoutMs: 250 });
      if (kind === "wrongCredentials") return side.carrierWith({ authTokens: ["wrong"] });
      return side.carrierWith({ apiUrl: `http://127.0.0.1:${port}` });
    },
    stop: side.stop,
  };
}

function withoutSignature(request: WebhookRequest): WebhookRequest {
  return { ...request, headers: { ...request.headers, "x-twilio-signature": undefined } };
}
