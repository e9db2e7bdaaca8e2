/** A CRM's API as a test plays it: real HTTP, one function that answers, and what becomes of the next request. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listener } from "../lib/listener.ts";

export interface FakeRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** As it came. */
  readonly bytes: Buffer;
  readonly text: string;
  /** Null where it is no JSON. */
  readonly json: unknown;
}

export interface FakeAnswer {
  readonly status: number;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * `lost`: done, but the connection breaks; `hangs`: done, but no answer comes; `garbled`: done, but the answer is a page; or an answer in
 * place of what would be done.
 */
export type FakeFate = "lost" | "hangs" | "garbled" | FakeAnswer;

export interface HttpFake {
  /** Without a slash at its end. */
  readonly url: string;
  /** What came in, oldest first. */
  readonly requests: FakeRequest[];
  /** What becomes of the next request, or of the next one that fits. */
  next(fate: FakeFate, fits?: (request: FakeRequest) => boolean): void;
  stop(): Promise<void>;
}

export async function createHttpFake(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<HttpFake> {
  const requests: FakeRequest[] = [];
  const fates: { fate: FakeFate; fits: (request: FakeRequest) => boolean }[] = [];

  const server = createServer(
    listener(async (incoming, response) => {
      const request = await readRequest(incoming);
      requests.push(request);
      const at = fates.findIndex(({ fits }) => fits(request));
      const [{ fate } = { fate: null }] = at === -1 ? [] : fates.splice(at, 1);
      if (fate !== null && typeof fate === "object") return write(response, fate);
      const answered = await answer(request);
      if (fate === "lost") incoming.socket.destroy();
      else if (fate === "garbled") write(response, { status: 200, body: "<html>Are you at home?</html>" });
      else if (fate !== "hangs") write(response, answered);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (fate, fits = () => true) => void fates.push({ fate, fits }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString();
  const url = new URL(incoming.url ?? "/", "http://fake.invalid");
  return {
    method: incoming.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    bytes,
    text,
    json: jsonIn(text),
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function write(response: ServerResponse, { status, body, headers }: FakeAnswer): void {
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/** An address of this computer where nobody listens. */
export async function nobodysAddress(): Promise<string> {
  const fake = await createHttpFake(() => ({ status: 500 }));
  await fake.stop();
  return fake.url;
}
