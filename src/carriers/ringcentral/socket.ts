/** One WebSocket to RingCentral, from its opening to its end. It never comes back: `keep-sockets.ts` opens the next one. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CarrierError } from "../../domain/errors.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { Connection } from "../../lib/connect.ts";
import { parseExactJson } from "../../lib/exact-json.ts";
import { isRecord, type Json, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { grantedIn } from "./event-filters.ts";
import { type RingCentralApi, unreadable } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

export interface Socket {
  /** What was missed is told by it: no one has to ask. */
  readonly isRecovered: boolean;
  /** How long it may last, and how long after its end it can be recovered. Milliseconds. */
  readonly lastsMs: number;
  readonly recoveryMs: number;
  /** By which another one goes on from here. */
  readonly token: string | null;
  /** When anything was heard of it, by the steady clock. */
  readonly heardAt: number;
  /** In place of what it was subscribed to. Resolves with what was granted of it. Throws `CarrierError`. */
  subscribe(filters: readonly string[]): Promise<readonly string[]>;
  /** Asks whether somebody is there. */
  beat(): void;
  close(): void;
}

export interface SocketEvents {
  readonly heard: (envelope: Json) => void;
  /** It is gone, and not by us. */
  readonly closed: () => void;
}

const ticket = z.object({ uri: z.string().min(1), ws_access_token: z.string().min(1) });
const seconds = (usual: number) => z.number().positive().catch(usual);
const details = z.object({
  absoluteTimeout: seconds(86_400),
  recoveryTimeout: seconds(180),
  recoveryState: z.string().nullish().catch(null),
});

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** @param recovering the token of one that was lost just now. Throws `CarrierError`. */
export async function openSocket(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  login: LoginName,
  recovering: string | null,
  events: SocketEvents,
): Promise<Socket> {
  const url = await addressOf(api, login, recovering);
  let token: string | null = null;
  let heardAt = settings.steady();
  let isUp = false;
  const waiting = new Map<string, { readonly take: (reply: Reply) => void; readonly fail: () => void }>();
  const early: Json[] = [];

  const fail = () => {
    for (const { fail: failOne } of [...waiting.values()]) failOne();
  };
  const connection: Connection = settings.connect(url, {
    message(text) {
      const frame = parseExactJson(text);
      if (!Array.isArray(frame)) return;
      const [head, body] = frame as unknown[];
      if (!isRecord(head)) return;
      heardAt = settings.steady();
      token = stringIn(recordIn(head, "wsc") ?? {}, "token") ?? token;
      hear(head, body);
    },
    closed() {
      fail();
      if (isUp) events.closed();
    },
  });

  function hear(head: Json, body: unknown): void {
    if (head.type === "ServerNotification") {
      if (!isRecord(body)) return;
      if (isUp) events.heard(body);
      else early.push(body);
      return;
    }
    const id = head.type === "ConnectionDetails" ? "details" : (stringIn(head, "messageId") ?? "");
    waiting.get(id)?.take({ status: typeof head.status === "number" ? head.status : 200, body });
  }

  function reply(id: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(id);
      };
      const take = (told: Reply) => {
        end();
        resolve(told);
      };
      const failOne = () => {
        end();
        reject(noReply());
      };
      const timer = setTimeout(failOne, settings.timeoutMs);
      waiting.set(id, { take, fail: failOne });
    });
  }

  try {
    const told = await reply("details");
    const read = details.safeParse(told.body);
    if (!read.success) throw unreadable("a connection that can't be read");
    const { absoluteTimeout, recoveryTimeout, recoveryState } = read.data;
    isUp = true;
    for (const envelope of early.splice(0)) events.heard(envelope);
    return {
      isRecovered: recovering !== null && recoveryState === "Successful",
      lastsMs: absoluteTimeout * 1000,
      recoveryMs: recoveryTimeout * 1000,
      get token() {
        return token;
      },
      get heardAt() {
        return heardAt;
      },
      async subscribe(filters) {
        const messageId = randomUUID();
        const head = {
          type: "ClientRequest",
          messageId,
          method: "POST",
          path: "/restapi/v1.0/subscription/",
        };
        const answer = reply(messageId);
        const body = { eventFilters: filters, deliveryMode: { transportType: "WebSocket" } };
        connection.send(JSON.stringify([head, body]));
        const { status, body: said } = await answer;
        if (status >= 300) throw refused(status, said);
        return grantedIn(said, filters);
      },
      beat: () => connection.send(JSON.stringify([{ type: "Heartbeat", messageId: randomUUID() }])),
      close() {
        isUp = false;
        connection.close();
        fail();
      },
    };
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

/** It lets in once, and soon. */
async function addressOf(api: RingCentralApi, login: LoginName, recovering: string | null): Promise<string> {
  const asked = { method: "POST", path: "/restapi/oauth/wstoken", group: "light" } as const;
  const read = ticket.safeParse(await api.read(login, asked));
  if (!read.success || !URL.canParse(read.data.uri)) throw unreadable("a socket that can't be read");
  const url = new URL(read.data.uri);
  url.searchParams.set("access_token", read.data.ws_access_token);
  if (recovering !== null) url.searchParams.set("wsc", recovering);
  return url.href;
}

function noReply(): CarrierError {
  const failure = { kind: "socket", retryable: true, certain: false };
  return new CarrierError("RingCentral's socket did not answer", failure);
}

function refused(status: number, body: unknown): CarrierError {
  const [first] = isRecord(body) ? listIn(body, "errors") : [];
  const code =
    (isRecord(body) ? stringIn(body, "errorCode") : undefined) ??
    (isRecord(first) ? stringIn(first, "errorCode") : undefined);
  return new CarrierError(`RingCentral refused the subscription (${status}, ${code ?? "no code"})`, {
    kind: code ?? `http-${status}`,
    retryable: status >= 500 || status === 429,
    certain: status < 500,
  });
}
