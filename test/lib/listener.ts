import type { IncomingMessage, ServerResponse } from "node:http";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** For `createServer`: who hung up in the middle, as when a test is over, waits for no answer, and fails nothing. */
export function listener(answer: Listener): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => void answer(request, response).catch(() => response.destroy());
}
