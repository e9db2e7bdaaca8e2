import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { CrmMisbehaviours } from "./misbehaviours.ts";
import type { CrmCallView } from "./types/control.ts";
import type { CrmCall, CrmMisbehaviour } from "./types/misbehaviour.ts";
import type { CrmAnswer, CrmRequest, CrmVendor } from "./vendor.ts";

export interface ServeSettings {
  readonly vendor: CrmVendor;
  readonly misbehaviours: CrmMisbehaviours;
  readonly now: () => number;
  readonly isDown: () => boolean;
  readonly called: (call: CrmCallView) => void;
}

/** Answers a vendor's API over HTTP, wrongly where it was told to. */
export function createServe(settings: ServeSettings) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const call = settings.vendor.callOf(request);
    const { sent, garbled } = await answerRequest(settings, request, call);
    settings.called({
      at: new Date(settings.now()).toISOString(),
      call,
      method: request.method,
      path: incoming.url ?? "/",
      sent: request.body ?? (request.text === "" ? null : request.text),
      status: sent?.status ?? 0,
      answer: garbled ?? sent?.body ?? null,
    });
    if (sent === null) incoming.socket.destroy();
    else write(response, sent, garbled);
  };
}

interface Answered {
  /** Null: the connection is cut instead of answered. */
  readonly sent: CrmAnswer | null;
  readonly garbled: string | null;
}

const cut: Answered = { sent: null, garbled: null };

async function answerRequest(
  { vendor, misbehaviours, isDown }: ServeSettings,
  request: CrmRequest,
  call: CrmCall | null,
): Promise<Answered> {
  if (isDown()) return cut;
  const wrong = call === null ? null : misbehaviours.take(call);
  if (wrong?.kind === "fail")
    return wrong.status === 0 ? cut : { sent: vendor.failed(wrong.status ?? 500), garbled: null };
  if (wrong?.kind === "hang") {
    await misbehaviours.kept();
    return cut;
  }
  const answer = vendor.answer(request, call);
  await beLate(misbehaviours, wrong);
  if (wrong?.kind === "dropAnswer") return cut;
  if (wrong?.kind !== "garble") return { sent: answer, garbled: null };
  return { sent: { ...answer, status: wrong.status ?? answer.status }, garbled: wrong.body ?? "" };
}

async function beLate(misbehaviours: CrmMisbehaviours, wrong: CrmMisbehaviour | null): Promise<void> {
  if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
  if (wrong?.kind === "hold") await misbehaviours.kept();
}

function write(response: ServerResponse, { status, headers, body }: CrmAnswer, garbled: string | null): void {
  const content = garbled ?? (body === undefined ? null : JSON.stringify(body));
  response.writeHead(status, {
    ...(content === null ? {} : { "content-type": "application/json;charset=utf-8" }),
    ...headers,
  });
  response.end(content);
}

async function readRequest(incoming: IncomingMessage): Promise<CrmRequest> {
  const url = new URL(incoming.url ?? "/", "http://stand-in");
  const sent = await text(incoming);
  return {
    method: incoming.method ?? "GET",
    path: url.pathname.split("/").slice(1).map(decoded),
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    text: sent,
    body: parsed(sent),
  };
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

function parsed(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return undefined;
  }
}
