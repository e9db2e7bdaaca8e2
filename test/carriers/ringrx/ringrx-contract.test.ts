import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";
import type { ApiKey, RingRxSettings } from "../../../src/carriers/ringrx/ringrx-settings.ts";
import type { LoginName } from "../../../src/domain/ids.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import type { KeyView } from "../../../src/sandbox/ringrx/types/account.ts";
import type { RingRxControl } from "../../../src/sandbox/ringrx/types/control.ts";
import { type CarrierWorld, describeCarrierContract, type Fate } from "../carrier-contract.ts";
import { shownOn } from "../on-the-phone.ts";
import {
  createRingRxSide,
  line,
  office,
  passwords,
  paths,
  phone,
  strangeLine,
  users,
} from "./ringrx-world.ts";

describeCarrierContract("RingRx", createRingRxWorld, [
  "hints",
  // A user name, a password and a secret path prove who posts; they cover nothing of what.
  "signed bodies",
  "signed addresses",
  "timed proofs",
  "reports",
  "our ids",
  "media in",
  "media out",
  "own media",
  "known numbers",
  "list",
  "search",
  "group texts",
  "texts sent elsewhere",
  "templates",
  "consents",
]);

const fates: Record<Fate, (control: RingRxControl) => void> = {
  refused: (control) => control.setOutcome({ outcome: { kind: "reject" } }),
  busy: (control) => control.misbehave({ match: "send", kind: "fail", status: 429 }),
  broken: (control) => control.misbehave({ match: "send", kind: "fail", status: 500 }),
  lost: (control) => control.misbehave({ match: "send", kind: "dropAnswer" }),
  hangs: (control) => control.misbehave({ match: "send", kind: "hold" }),
  undelivered: (control) => control.setOutcome({ outcome: { kind: "drop" } }),
};

async function createRingRxWorld(): Promise<CarrierWorld> {
  const side = await createRingRxSide();
  const { control } = side.standIn;
  // With one login a line need not name it.
  const [{ token, secret }] = control.keys() as [KeyView];
  const keys = { [office]: { token, secret } } as Record<LoginName, ApiKey>;
  const carrierWith = (change: Partial<RingRxSettings> = {}) => side.carrierWith({ keys, ...change });
  const port = await freePort();
  return {
    carrier: carrierWith(),
    account: { login: office },
    line,
    phone,
    strangeLine,
    now: () => new Date(side.clock.ms),
    advance(ms) {
      side.clock.ms += ms;
    },
    text: (body) => side.text(body),
    async textByChannel({ from, to, body }) {
      control.addNumber({ number: to, smsExtension: office });
      return await side.text(body, from, to);
    },
    reports: () => [],
    settled: () => control.idle(),
    phoneShows: () => shownOn(control, phone),
    phoneGot: () => [],
    addressOf: () => null,
    picture: () => side.text(""),
    next: (fate) => fates[fate](control),
    forge: (request) => ({
      ...request,
      body: Buffer.from(request.body.toString().replace(/"text":.*/, '"text": "send money"')),
    }),
    strip: withoutProof,
    useKey(key) {
      const [path, username, password] =
        key === "second"
          ? [paths[1], users[1], passwords[1]]
          : ["a-stranger's-path", "stranger", "a-stranger's"];
      side.putCallback({ path, basicAuth: { username, password } });
    },
    variant(kind) {
      if (kind === "hasty") return carrierWith({ timeoutMs: 250 });
      if (kind === "wrongCredentials")
        return carrierWith({ keys: { [office]: { token, secret: "wrong" } } as typeof keys });
      return carrierWith({ apiUrl: `http://127.0.0.1:${port}` });
    },
    stop: side.stop,
  };
}

function withoutProof({ secret: _, ...request }: WebhookRequest): WebhookRequest {
  return { ...request, headers: { ...request.headers, authorization: undefined } };
}
