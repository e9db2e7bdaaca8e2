import { expect } from "vitest";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import type { RingCentralControl } from "../../../src/sandbox/ringcentral/types/control.ts";
import { ben } from "../../sandbox/ringcentral/stand-in-world.ts";
import { type CarrierWorld, describeCarrierContract, type Fate } from "../carrier-contract.ts";
import { hasty } from "./ringcentral-side.ts";
import {
  createRingCentralWorld,
  line,
  login,
  otherPhone,
  phone,
  secondToken,
  sharedLine,
  strangeLine,
} from "./ringcentral-world.ts";

describeCarrierContract("RingCentral", () => createWorld(direct), [
  "signed webhooks",
  "timed proofs",
  "explanations",
]);
describeCarrierContract("RingCentral's shared inbox", () => createWorld(shared), [
  "signed webhooks",
  "timed proofs",
  "explanations",
  "group texts",
]);

const fates: Record<Fate, (control: RingCentralControl) => void> = {
  refused: (control) => control.setOutcome({ outcome: { kind: "reject", code: "MSG-243" } }),
  busy: (control) => control.misbehave({ match: "send", kind: "fail", status: 429 }),
  broken: (control) => control.misbehave({ match: "send", kind: "fail", status: 500 }),
  lost: (control) => control.misbehave({ match: "send", kind: "dropAnswer" }),
  hangs: (control) => control.misbehave({ match: "send", kind: "hold" }),
  undelivered: (control) => control.setOutcome({ outcome: { kind: "fail", code: "SMS-UP-410" } }),
};

/** No group text leaves from, or comes to, the shared inbox. */
const direct = { line, otherPhone } as const;
const shared = { line: sharedLine } as const;

async function createWorld(kind: Pick<CarrierWorld, "line" | "otherPhone">): Promise<CarrierWorld> {
  const { line } = kind;
  const world = await createRingCentralWorld();
  const { control } = world.standIn;
  control.addExtension({ id: ben, number: "102", name: "Ben Ito", isAdmin: true });
  await world.subscribe();
  const port = await freePort();
  let key: string | null = null;
  return {
    carrier: world.carrier,
    account: { login, lines: [{ number: line, login, isShared: line === sharedLine }] },
    webhooks: "hints",
    templates: { by: login, write: (name, text) => void control.putTemplate({ name, text }) },
    ...kind,
    phone,
    strangeLine,
    now: () => new Date(world.clock.ms),
    advance(ms) {
      world.clock.ms += ms;
    },
    async text(body) {
      await control.text({ from: phone, to: line, body });
      const request = world.requests.at(-1);
      if (request === undefined) throw new Error("the hint did not reach us");
      return key === null ? request : withToken(request, key);
    },
    reports: () => [],
    settled: () => control.idle(),
    phoneShows: (of = phone) =>
      control
        .phone(of)
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
    addressOf: () => null,
    async picture(bytes) {
      const media = [{ contentType: "image/gif", base64: bytes.toString("base64") }];
      await control.text({ from: phone, to: line, body: "", media });
      const request = world.requests.at(-1) ?? expect.fail("the hint did not reach us");
      return key === null ? request : withToken(request, key);
    },
    async sendElsewhere(body) {
      await control.sendElsewhere({ extension: ben, from: line, to: phone, body });
    },
    next: (fate) => fates[fate](control),
    forge: (request) => withToken(request, "another-token"),
    strip: (request) => withToken(request, undefined),
    useKey(which) {
      key = which === "second" ? secondToken : "a-stranger's";
    },
    variant(kind) {
      if (kind === "hasty") return world.carrierWith({ call: hasty(250) });
      if (kind === "wrongCredentials") return world.carrierWith({ jwts: { [login]: "wrong" } });
      return world.carrierWith({ apiUrl: `http://127.0.0.1:${port}` });
    },
    stop: world.stop,
  };
}

function withToken(request: WebhookRequest, token: string | undefined): WebhookRequest {
  return { ...request, headers: { ...request.headers, "verification-token": token } };
}
