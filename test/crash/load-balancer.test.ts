import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../src/lib/free-port.ts";
import { type LoadBalancer, startLoadBalancer } from "./load-balancer.ts";
import { createRandom } from "./random.ts";

async function startInstance(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/healthz") return void response.end("ok");
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function balance(addresses: readonly string[]): Promise<LoadBalancer> {
  const balancer = await startLoadBalancer({ addresses, random: createRandom(5) });
  onTestFinished(() => balancer.close());
  return balancer;
}

const says = (words: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(202, { "x-who": words }).end(words);

describe("the load balancer", () => {
  it("spreads requests over the instances, with their bodies, and hands back what each answers", async () => {
    const bodies: string[] = [];
    const takes = (request: IncomingMessage, response: ServerResponse) =>
      void text(request).then((body) => {
        bodies.push(body);
        says("taken")(request, response);
      });
    const [one, other] = [await startInstance(takes), await startInstance(takes)];
    const { address } = await balance([one.address, other.address]);
    for (let index = 0; index < 20; index += 1) {
      const answer = await fetch(`${address}/hook?x=1`, { method: "POST", body: `body ${index}` });
      expect([answer.status, answer.headers.get("x-who"), await answer.text()]).toEqual([
        202,
        "taken",
        "taken",
      ]);
    }
    expect(bodies).toEqual(Array.from({ length: 20 }, (_, index) => `body ${index}`));
    expect(one.asked.length).toBeGreaterThan(3);
    expect(other.asked.length).toBeGreaterThan(3);
    expect(new Set([...one.asked, ...other.asked])).toEqual(new Set(["POST /hook?x=1"]));
  });

  it("passes over one that takes no connection", async () => {
    const one = await startInstance(says("one"));
    const { address } = await balance([`http://127.0.0.1:${await freePort()}`, one.address]);
    for (let index = 0; index < 10; index += 1) expect((await fetch(address)).status).toBe(202);
    expect(one.asked).toHaveLength(10);
  });

  it("asks nobody again when one breaks off: it may have taken the request", async () => {
    const breaks = (request: IncomingMessage) => void request.socket.destroy();
    const [one, other] = [await startInstance(breaks), await startInstance(breaks)];
    const { address } = await balance([one.address, other.address]);
    expect((await fetch(address)).status).toBe(502);
    expect(one.asked.length + other.asked.length).toBe(1);
  });

  it("says that there is nobody", async () => {
    const { address } = await balance([`http://127.0.0.1:${await freePort()}`]);
    expect((await fetch(address)).status).toBe(503);
  });
});
