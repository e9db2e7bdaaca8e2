/** Slack over HTTP: Bolt's own receiver verifies and parses, on the product's one server. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type App, HTTPReceiver, type ReceiverEvent } from "@slack/bolt";
import type { Log } from "../../bridge/contracts/log.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { quietLogger } from "./client.ts";

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Where Slack posts events, presses, shortcuts and commands. */
const slackPath = "/slack/events";

export function createHttpReceiver(options: {
  signingSecret: string;
  take: (event: ReceiverEvent) => Promise<void>;
  log: Log;
  refused: () => void;
}): RequestListener {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: [slackPath],
    bodyLimit: largestBody,
    logger: quietLogger(options.log),
  });
  // A receiver asks nothing of the app but this.
  receiver.init({ processEvent: options.take } as App);
  return (request, response) => {
    response.once("finish", () => {
      if (response.statusCode >= 400 && response.statusCode < 500) options.refused();
    });
    if (Number(request.headers["content-length"] ?? 0) > largestBody) {
      // The rest of it is not read, so nothing else may come by this connection.
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    plainContentType(request);
    try {
      receiver.requestListener(request, response);
    } catch {
      // Another path or method under /slack/.
      response.writeHead(404).end();
    }
  };
}

/** Bolt takes a form only without a charset behind its name. */
function plainContentType(request: IncomingMessage): void {
  const type = request.headers["content-type"];
  if (type !== undefined) request.headers["content-type"] = type.split(";")[0]?.trim().toLowerCase();
}
