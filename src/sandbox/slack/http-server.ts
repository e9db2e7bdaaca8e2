import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { type ApiDesk, answerCall } from "./api-http.ts";
import { answerControl } from "./control-http.ts";
import { parseFields, parseObject } from "./request-body.ts";
import { takeResponse } from "./responses.ts";
import { takeSocket } from "./socket-transport.ts";
import type { SlackControl } from "./types/control.ts";
import type { World } from "./workspace.ts";

function plain(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(words);
}

async function answerHook(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = parseObject(await text(request));
  const result = body === null ? { status: 400, text: "invalid_payload" } : takeResponse(world, path, body);
  plain(response, result.status, result.text);
}

/** Bytes for a URL of files.getUploadURLExternal: raw, or the one file of a multipart body. */
async function takeUpload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const file = world.files.get(id);
  const body = await buffer(request);
  const type = request.headers["content-type"] ?? "";
  const fields = type.startsWith("multipart/") ? await parseFields(type, body) : null;
  const part = Object.values(fields ?? {}).find((value) => Buffer.isBuffer(value));
  if (file === undefined) return plain(response, 404, "not found");
  file.content = Buffer.isBuffer(part) ? part : body;
  file.wire.size = file.content.length;
  file.uploaded = true;
  return plain(response, 200, `OK - ${file.content.length}`);
}

function giveFile(world: World, request: IncomingMessage, response: ServerResponse, id: string): void {
  const file = world.files.get(id);
  const isAllowed = request.headers.authorization === `Bearer ${world.botToken}` && world.tokens.bot === null;
  if (file === undefined) plain(response, 404, "not found");
  // Whom Slack does not let in, it leads to its page to sign in.
  else if (!isAllowed || !world.scopes.has("files:read"))
    response.writeHead(302, { location: `/signin?redir=${encodeURIComponent(request.url ?? "")}` }).end();
  else {
    response.writeHead(200, { "content-type": file.mimetype });
    response.end(file.content);
  }
}

function signIn(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end("<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>");
}

async function route(
  desk: ApiDesk,
  control: SlackControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world } = desk;
  const [pathname = "/", query = ""] = (request.url ?? "/").split("?", 2);
  const [, first = "", ...rest] = pathname.split("/");
  if (first === "_control") return answerControl(control, rest.join("/"), request, response);
  if (world.isDown) {
    request.socket.destroy();
    return;
  }
  if (first === "api") return answerCall(desk, request, response, rest.join("/"), query);
  if (first === "hooks") return answerHook(world, request, response, pathname.slice("/hooks".length));
  if (first === "upload") return takeUpload(world, request, response, rest[1] ?? "");
  if (first === "signin") return signIn(response);
  if (first === "files-pri")
    return giveFile(world, request, response, (rest[0] ?? "").replace(/^[^-]*-/, ""));
  plain(response, 404, "not found");
}

/** Serves everything on one port; says its URL. */
export async function startServer(
  desk: ApiDesk,
  control: SlackControl,
  host: string,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    route(desk, control, request, response).catch(() => {
      // The client broke off, or sent what can't be read: Slack would be as curt.
      if (response.headersSent) response.destroy();
      else plain(response, 500, "internal error");
    });
  });
  // Longer than any client keeps an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  server.on("upgrade", (request, stream, head) => takeSocket(desk.hub, request, stream, head));
  await once(server.listen(port, host), "listening");
  const { port: actual } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host}:${actual}`, close };
}
