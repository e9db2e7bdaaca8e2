/** An account with a queue that two answer, a manager's own number, and one phone; and a client that only asks. */
import { createRingCentralStandIn } from "../../../src/sandbox/ringcentral/ringcentral-stand-in.ts";
import type {
  RingCentralStandIn,
  RingCentralStandInOptions,
} from "../../../src/sandbox/ringcentral/types/stand-in.ts";

export const phone = "+12125550101";
export const direct = "+12125550001";
export const shared = "+12125550002";
/** By RingCentral's id. */
export const ana = "400101001";
export const ben = "400102001";
export const queue = "400200001";

/** A stand-in that is as fast as possible. */
export async function createStandIn(options: RingCentralStandInOptions = {}): Promise<RingCentralStandIn> {
  const standIn = await createRingCentralStandIn({ limits: "off", deliveryDelayMs: 0, ...options });
  const { control } = standIn;
  control.addExtension({ id: ana, number: "101", name: "Ana Reyes", isAdmin: true });
  control.addExtension({ id: ben, number: "102", name: "Ben Ito" });
  control.addExtension({ id: queue, number: "200", name: "Front desk", type: "Department" });
  control.addLine({ number: direct, name: "Ben's number", extension: ben });
  control.addLine({
    number: shared,
    name: "Front desk",
    extension: queue,
    isShared: true,
    handlers: [ana, ben],
  });
  control.addLogin({ name: "ana", extension: ana, jwt: "jwt-ana" });
  control.addLogin({ name: "ben", extension: ben, jwt: "jwt-ben" });
  control.addPhone({ number: phone, name: "Maria Lopez" });
  return standIn;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Every whole number beyond what JavaScript knows stands as text. */
  readonly body: Record<string, unknown> & { records: Record<string, unknown>[]; errorCode?: string };
  readonly text: string;
}

export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Somebody who is logged in. */
export async function logIn({ url, clientId, clientSecret }: RingCentralStandIn, jwt: string): Promise<Ask> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const answer = await fetch(`${url}/restapi/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: jwt }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return async (method, path, body) => {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const safe = text.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"');
    return { status: response.status, headers: response.headers, text, body: readJson(safe) };
  };
}

function readJson(text: string): Answer["body"] {
  try {
    return JSON.parse(text) as Answer["body"];
  } catch {
    return { records: [] };
  }
}

export const own = "/restapi/v1.0/account/~/extension/~";

export function smsBody(text: string, to: string | readonly string[] = phone, from = direct) {
  const all = typeof to === "string" ? [to] : to;
  return { from: { phoneNumber: from }, to: all.map((phoneNumber) => ({ phoneNumber })), text };
}
