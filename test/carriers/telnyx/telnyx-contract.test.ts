import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import type { TelnyxControl } from "../../../src/sandbox/telnyx/types/control.ts";
import type { Channel } from "../../../src/sandbox/telnyx/types/messages.ts";
import { type CarrierWorld, describeCarrierContract, type Fate } from "../carrier-contract.ts";
import { line, phone, strangeLine } from "../twilio/twilio-world.ts";
import { createTelnyxSide } from "./telnyx-world.ts";

describeCarrierContract("Telnyx", createTelnyxWorld, [
  "hints",
  // What it signs names no address.
  "signed addresses",
  // Its signed events say where files lie.
  "own media",
  "group texts",
  "texts sent elsewhere",
  "templates",
  "consent entries",
]);

const fates: Record<Fate, (control: TelnyxControl) => void> = {
  refused: (control) => control.setOutcome({ outcome: { kind: "reject", code: "40310" } }),
  busy: (control) => control.misbehave({ match: "send", kind: "fail", status: 429 }),
  broken: (control) => control.misbehave({ match: "send", kind: "fail", status: 500 }),
  lost: (control) => control.misbehave({ match: "send", kind: "dropAnswer" }),
  hangs: (control) => control.misbehave({ match: "send", kind: "hold" }),
  undelivered: (control) => control.setOutcome({ outcome: { kind: "fail", code: "40001" } }),
};

async function createTelnyxWorld(): Promise<CarrierWorld> {
  const side = await createTelnyxSide();
  const { control } = side.standIn;
  const port = await freePort();
  let { carrier } = side;
  return {
    get carrier() {
      return carrier;
    },
    line,
    phone,
    strangeLine,
    proofLasts: 300_000,
    now: () => new Date(side.clock.ms),
    advance(ms) {
      side.clock.ms += ms;
    },
    text: (body) => side.text({ body }),
    async textByChannel({ from, to, body }) {
      const [channel = "", number = ""] = from.split(":");
      const ours = /\+\d+$/.exec(to)?.[0] ?? line;
      return await side.text({ from: number, to: ours, body, channel: channel.toUpperCase() as Channel });
    },
    reports: () => side.receiver.requests.filter(({ kind }) => kind === "status"),
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
    picture: (bytes) =>
      side.text({ media: [{ contentType: "image/gif", base64: bytes.toString("base64") }] }),
    next: (fate) => fates[fate](control),
    forge: (request) => ({
      ...request,
      body: Buffer.from(request.body.toString().replace(/"(text|status)":"/, '"$1":"send money ')),
    }),
    strip: withoutSignature,
    useKey(key) {
      const publicKey = control.rotateKey();
      if (key === "second") carrier = side.carrierWith({ publicKeys: [publicKey, side.standIn.publicKey] });
    },
    variant(kind) {
      if (kind === "hasty") return side.carrierWith({ timeoutMs: 250 });
      if (kind === "wrongCredentials") return side.carrierWith({ apiKey: "KEY-of-nobody" });
      return side.carrierWith({ apiUrl: `http://127.0.0.1:${port}` });
    },
    stop: side.stop,
  };
}

function withoutSignature(request: WebhookRequest): WebhookRequest {
  return { ...request, headers: { ...request.headers, "telnyx-signature-ed25519": undefined } };
}
