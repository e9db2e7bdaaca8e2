import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort } from "../../src/lib/free-port.ts";

it("is one that can be listened on, and none that a connection is given by the system", async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  for (const port of ports) {
    expect(port).toBeLessThan(32_768);
    const server = createServer();
    await once(server.listen(port), "listening");
    await once(server.close(), "close");
  }
});
