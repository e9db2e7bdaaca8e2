import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that notes each tunnel it is asked for and refuses it. */
export interface RefusingProxy {
  readonly url: string;
  /** `host:port`, in the order of asking. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export async function startRefusingProxy(): Promise<RefusingProxy> {
  const asked: string[] = [];
  const server = createServer((_, response) => response.end("from the proxy"));
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    // Whoever is refused may be gone before it is told.
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
