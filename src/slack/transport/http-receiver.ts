/**
 * Slack over HTTP, on the product's one server. Whether a request is Slack's, and its body one that Slack sends, is asked here, before
 * anything is done about it. Events are taken as they are; all else goes on to Bolt's receiver, which knows how each is answered (and
 * takes any JSON for an object, outside of all that catches).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { parse } from "node:querystring";
import { type App, HTTPReceiver, isValidSlackRequest, type ReceiverEvent } from "@slack/bolt";
import type { Log } from "../../bridge/contracts/log.ts";
import { isRecord, type Json, recordIn } from "../../lib/json.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { isUnread, readBody } from "../../lib/read-body.ts";
import { quietLogger } from "./client.ts";
import { isWhole } from "./delivery.ts";

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Where Slack posts events, presses, shortcuts and commands. */
const slackPath = "/slack/events";
/** Slack gives up after three seconds: what nobody has answered by then is. Milliseconds. */
const answerWithin = 2_500;
const form = "application/x-www-form-urlencoded";

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly take: (event: ReceiverEvent) => Promise<void>;
  readonly log: Log;
  readonly refused: (status: number) => void;
}

export function createHttpReceiver(options: HttpReceiverOptions): RequestListener {
  const { signingSecret, log } = options;
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [slackPath],
    // What is not Slack's does not get here; `pass` has looked.
    signatureVerification: false,
    bodyLimit: largestBody,
    unhandledRequestTimeoutMillis: answerWithin,
    logger: quietLogger(log),
    processEventErrorHandler: async ({ response }) => {
      refuseUntaken(response);
      return false;
    },
  });
  // A receiver asks nothing of the app but this.
  receiver.init({ processEvent: options.take } as App);

  /** Returns the status with which it is refused; null when Bolt has it. */
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<number | null> {
    const [path] = (request.url ?? "").split("?");
    if (path !== slackPath || request.method !== "POST") return 404;
    const body = await readBody(request);
    if (isUnread(body)) return body.status;
    plainContentType(request);
    const read = readSigned(signingSecret, request, body.toString("utf8"));
    if (typeof read === "number") return read;
    if (read !== null && recordIn(read, "event") !== undefined) await takeEvent(read, response);
    else receiver.requestListener(Object.assign(request, { rawBody: body }), response);
    return null;
  }

  /** What can't be taken in is not acknowledged: it comes again. */
  async function takeEvent(body: Json, response: ServerResponse): Promise<void> {
    try {
      await options.take({ body: { ...body }, ack: async () => void response.writeHead(200).end() });
    } catch {
      refuseUntaken(response);
    }
  }

  return (request, response) => {
    response.once("finish", () => {
      if (response.statusCode >= 400 && response.statusCode < 500) options.refused(response.statusCode);
    });
    pass(request, response)
      .then((status) => {
        // What was not read of it may still come, so nothing else may come by this connection.
        if (status !== null) response.writeHead(status, { connection: "close" }).end();
      })
      .catch((error: unknown) => {
        log.warn({ err: error }, "Slack: a request could not be read");
        if (response.headersSent) response.destroy();
        else response.writeHead(400, { connection: "close" }).end();
      });
  };
}

/** Who takes has logged it. */
function refuseUntaken(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500).end();
}

/** 401 for what Slack did not sign, 400 for what Slack would never send, null for what may be unsigned. */
function readSigned(
  signingSecret: string,
  { headers }: IncomingMessage,
  body: string,
): Json | 400 | 401 | null {
  const isForm = headers["content-type"] === form;
  // Slack looks whether our certificate is good, unsigned; Bolt leaves nothing of it but that.
  if (isForm && parse(body).ssl_check === "1") return null;
  const signed = {
    "x-slack-signature": String(headers["x-slack-signature"]),
    "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
  };
  if (!isValidSlackRequest({ signingSecret, body, headers: signed })) return 401;
  const read = parseBody(isForm, body);
  return isRecord(read) && isWhole(read) ? read : 400;
}

/** As Bolt does it. */
function parseBody(isForm: boolean, body: string): unknown {
  try {
    if (!isForm) return JSON.parse(body);
    const fields = parse(body);
    return typeof fields.payload === "string" ? JSON.parse(fields.payload) : { ...fields };
  } catch {
    return null;
  }
}

/** Bolt takes a form only without a charset behind its name. */
function plainContentType(request: IncomingMessage): void {
  const type = request.headers["content-type"];
  if (type !== undefined) request.headers["content-type"] = type.split(";")[0]?.trim().toLowerCase();
}
