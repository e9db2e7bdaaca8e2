/**
 * The sandbox page's server: the built page and its small API on one port, loopback unless told otherwise. It shows and
 * moves the stand-ins and knows nothing of the app; `page-server/` has its parts.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Act, longestAct } from "./page-api.ts";
import { isLoopback, refusalOf, SAFE_HEADERS } from "./page-server/guard.ts";
import type { Scene } from "./page-server/play.ts";
import { createStage, type Stage, type StageOptions } from "./page-server/stage.ts";
import { readStaticFiles, type StaticFile } from "./page-server/static-files.ts";
import type { FileView } from "./slack/types/messages.ts";
import { isWire } from "./slack/wire.ts";

export { readAppFace } from "./page-server/app-face.ts";
export type { Scene };

export interface PageServerOptions extends StageOptions {
  /** Where the built page lies: `dist/page`. */
  readonly folder: string;
  /** Taken, or the next one that is free; 0: any. */
  readonly port: number;
  /** That port, and no other. */
  readonly portOnly?: boolean;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface PageServer {
  readonly url: string;
  readonly port: number;
  /** Plays the scene with this player; the page shows its steps. */
  play(player: Scene["play"]): Promise<void>;
  stop(): Promise<void>;
}

const PORTS_TRIED = 50;
const BEAT_MS = 15_000;

type Answer = (incoming: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

/** @throws when the page is not built, or no port is free. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const host = options.host ?? "127.0.0.1";
  const files = readStaticFiles(options.folder);
  const stage = createStage(options);
  const routes = createRoutes(stage);
  const server = createServer((incoming, response) => {
    serve({ host, files, routes }, incoming, response).catch(() => response.destroy());
  });
  await listenFrom(server, options.port, host, options.portOnly === true ? 0 : PORTS_TRIED);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    play: stage.play,
    url: `http://${isLoopback(host) ? "localhost" : host}:${port}`,
    async stop() {
      stage.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Served {
  readonly host: string;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly routes: Readonly<Record<string, Answer>>;
}

async function serve(
  { host, files, routes }: Served,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = incoming.method ?? "GET";
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  const refused = refusalOf(host, method, incoming.headers);
  if (refused !== null) return send(response, refused.status, { message: refused.reason });
  const url = new URL(incoming.url ?? "/", "http://page");
  const route = routes[`${method} ${url.pathname}`];
  if (route !== undefined) return await route(incoming, response, url);
  const file = method === "GET" ? files.get(url.pathname) : undefined;
  if (file === undefined) return send(response, 404, { message: "There is nothing here." });
  response.writeHead(200, { "content-type": file.type, "cache-control": "no-cache" });
  response.end(file.body);
}

function createRoutes(stage: Stage): Readonly<Record<string, Answer>> {
  return {
    "GET /state": (_incoming, response) => send(response, 200, stage.state()),
    "GET /stream": (_incoming, response) => stream(stage, response),
    "GET /raw": (_incoming, response, url) => {
      const raw = stage.raw(url.searchParams.get("id") ?? "");
      send(response, raw === null ? 404 : 200, raw ?? { message: "It is not kept any more." });
    },
    "GET /file": (_incoming, response, url) =>
      sendFile(stage.file(url.searchParams.get("id") ?? ""), response),
    "GET /phone-file": (_incoming, response, url) => {
      const { searchParams: asked } = url;
      sendFile(stage.phoneFile(asked.get("sid") ?? "", Number(asked.get("index"))), response);
    },
    "POST /act": async (incoming, response) => {
      const act = await readAct(incoming);
      if (act === null) return send(response, 400, { message: "That is no act." });
      send(response, 200, await stage.act(act));
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(body));
}

function stream(stage: Stage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const stop = stage.listen((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  const beat = setInterval(() => response.write(": still here\n\n"), BEAT_MS);
  response.on("close", () => {
    clearInterval(beat);
    stop();
  });
}

async function readAct(incoming: IncomingMessage): Promise<Act | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > longestAct) return null;
    chunks.push(chunk as Buffer);
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    // The stage refuses what it does not know.
    return isWire(parsed) && typeof parsed.act === "string" ? (parsed as Act) : null;
  } catch {
    return null;
  }
}

/** Pictures are shown; all else is only saved, whatever it says that it is. */
function sendFile(
  file: Pick<FileView, "name" | "mimetype" | "content"> | null,
  response: ServerResponse,
): void {
  if (file === null) {
    send(response, 404, { message: "There is no such file." });
    return;
  }
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype);
  const isText = "id" in file && file.mimetype.startsWith("text/");
  response.writeHead(200, {
    "content-type": isPicture ? file.mimetype : "application/octet-stream",
    "cache-control": "no-store",
    ...(isPicture
      ? {}
      : { "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}` }),
  });
  response.end(Buffer.from(file.content, isText ? "utf8" : "base64"));
}

/** That port or one of so many after it. */
async function listenFrom(
  server: ReturnType<typeof createServer>,
  first: number,
  host: string,
  more: number,
): Promise<void> {
  for (let port = first; ; port += 1) {
    const taken = await listenOn(server, port, host);
    if (taken === null) return;
    if (first === 0 || taken.code !== "EADDRINUSE" || port - first >= more) throw taken;
  }
}

function listenOn(
  server: ReturnType<typeof createServer>,
  port: number,
  host: string,
): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, host, () => {
      server.off("error", resolve);
      resolve(null);
    });
  });
}
