import { connect } from "node:net";
import { expect, it } from "vitest";

it("no test asks for a name that is not this computer's", async () => {
  await expect(fetch("https://www.example.com/")).rejects.toMatchObject({ cause: { code: "ENOTFOUND" } });
});

it.each(["192.0.2.1", "2001:db8::1"])("no test reaches another address: %s", async (host) => {
  const failed = new Promise((resolve) => connect(80, host).once("error", resolve));
  expect(await failed).toMatchObject({ code: "ENETUNREACH" });
});
