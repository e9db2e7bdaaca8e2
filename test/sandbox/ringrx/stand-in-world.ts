/** A stand-in with a user, a group and their numbers, an app that takes callbacks, and a plain client of its API. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createRingRxStandIn } from "../../../src/sandbox/ringrx/ringrx-stand-in.ts";
import type { RingRxStandIn, RingRxStandInOptions } from "../../../src/sandbox/ringrx/types/stand-in.ts";
import { listener } from "../../lib/listener.ts";

export const desk = "+15550100001";
export const bens = "+15550100002";
export const phone = "+15550199001";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

/** Answers these, one after the other, and then 200. */
export async function createApp(statuses: number[] = []) {
  const received: Received[] = [];
  const server = createServer(
    listener(async (incoming, response) => {
      received.push({ headers: incoming.headers, path: incoming.url ?? "", body: await text(incoming) });
      response.writeHead(statuses.shift() ?? 200).end();
    }),
  );
  const url = await new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, received, stop };
}

export async function createStandIn(options: RingRxStandInOptions = {}): Promise<RingRxStandIn> {
  const standIn = await createRingRxStandIn({ deliveryDelayMs: 0, retryDelayMs: 0, ...options });
  const { control } = standIn;
  control.addUser({ username: "desk", extension: "109", outboundNumber: desk, isAdmin: true });
  control.addUser({ username: "ben", extension: "102", outboundNumber: bens });
  control.addGroup("200");
  control.addNumber({ number: desk, smsExtension: "200" });
  control.addNumber({ number: bens, smsExtension: "102" });
  for (const username of ["desk", "ben"])
    control.addKey({
      name: username,
      username,
      token: `token-of-${username}`,
      secret: `secret-of-${username}`,
    });
  control.addPhone({ number: phone, name: "Maria Lopez" });
  return standIn;
}

interface Asked {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** As other programs call it. */
export function createClient({ url }: RingRxStandIn) {
  const ask = async (path: string, init: RequestInit = {}): Promise<Asked> => {
    const answer = await fetch(url + path, init);
    return { status: answer.status, body: (await answer.json()) as Asked["body"] };
  };
  const post = (path: string, json?: object, headers: Record<string, string> = {}) =>
    ask(path, {
      method: "POST",
      headers: { ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  return {
    ask,
    post,
    async login(username = "desk") {
      const { body } = await post("/auth/token", {
        token: `token-of-${username}`,
        secret: `secret-of-${username}`,
      });
      return { authorization: `Bearer ${body.access_token}` };
    },
  };
}
