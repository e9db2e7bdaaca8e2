/** A stand-in with one line and one phone, and an app that takes its callbacks. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpStandIn } from "../../../src/sandbox/http/http-stand-in.ts";
import type { HttpStandIn, HttpStandInOptions } from "../../../src/sandbox/http/types/stand-in.ts";
import { listener } from "../../lib/listener.ts";

export const line = "+15550100001";
export const phone = "+15550199001";

export interface ReceivedCallback {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An app that only takes notes. `answer`: with which status; `cut` for none. */
export async function createApp(
  answer: (callback: ReceivedCallback, count: number) => number | "cut" = () => 204,
) {
  const heard: ReceivedCallback[] = [];
  const server = createServer(
    listener(async (incoming, response) => {
      let body = "";
      for await (const chunk of incoming) body += String(chunk);
      const callback = { path: incoming.url ?? "", headers: incoming.headers, body };
      heard.push(callback);
      const status = answer(callback, heard.length);
      if (status === "cut") incoming.socket.resetAndDestroy();
      else response.writeHead(status).end();
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
  return { url, heard, stop };
}

/** A stand-in that is as fast as possible. @param app where its callbacks go */
export async function createStandIn(
  app: { readonly url: string },
  options: HttpStandInOptions = {},
): Promise<HttpStandIn> {
  const standIn = await createHttpStandIn({ limits: "off", deliveryDelayMs: 0, retryDelayMs: 1, ...options });
  standIn.setCallbacks({ inbound: `${app.url}/inbound`, status: `${app.url}/status` });
  standIn.control.addLine({ number: line, name: "Front desk" });
  standIn.control.addPhone({ number: phone, name: "Maria Lopez" });
  return standIn;
}

export const digits = (number: string) => number.slice(1);

export interface Sent {
  readonly status: number;
  readonly retryAfter: string | null;
  /** As written: its ids are longer than numbers are here. */
  readonly text: string;
}

/** The send request of its documents. */
export async function send(
  { url, token }: HttpStandIn,
  body: object,
  authorization = `Bearer ${token}`,
): Promise<Sent> {
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ to: digits(phone), from: digits(line), text: "Hello", ...body }),
  });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), text: await answer.text() };
}
