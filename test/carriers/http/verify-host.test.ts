import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { E164 } from "../../../src/domain/ids.ts";
import { freePort } from "../../../src/lib/free-port.ts";
import { secretQuery, signedJson } from "./dialects.ts";
import { createHttpSide, type HttpSide, line } from "./http-world.ts";

let side: HttpSide;
beforeEach(async () => {
  side = await createHttpSide(signedJson);
});
afterEach(() => side.stop());

const lines = [{ number: line as E164 }];
const description = () => signedJson.describe(side.company.url);
const wrong = () => new Map([...signedJson.secrets, ["ACME_TOKEN", ["wrong"]]]);

describe("verifying", () => {
  it("asks for the first page, with what lets in and no text, and once", async () => {
    await side.carrier.verify(lines);
    expect(side.company.asked).toMatchObject([
      { method: "GET", headers: { authorization: "Bearer token-one" }, body: "" },
    ]);
    expect(side.company.asked[0]?.url.href).toMatch(/^http:\/\/[^/]+\/$/);
    expect(side.company.arrived).toEqual([]);
  });

  it("of a carrier with all in the address asks without its key or anything else", async () => {
    const query = await createHttpSide(secretQuery);
    await query.carrier.verify(lines);
    expect(query.company.asked.map(({ url }) => url.pathname + url.search)).toEqual(["/"]);
    await query.stop();
  });

  it("is honest about what can't be asked, and says where texts are expected without the secret", async () => {
    const findings = await side.carrier.verify(lines);
    expect(findings.map(({ name, level }) => [name, level])).toEqual([
      ["acme: connection", "ok"],
      ["acme: callbacks", "ok"],
      ["acme: line …0001", "ok"],
    ]);
    expect(findings[1]?.sentence).toBe(
      `Texts are expected at ${side.publicUrl}/webhooks/acme/inbound, and what becomes of texts at ${side.publicUrl}/webhooks/acme/status.`,
    );
    expect(findings[2]?.sentence).toMatch(/can't be asked/);
    const secret = side.carrierWith({
      description: { ...description(), proof: { secretPath: "ACME_SIGNING_KEY" } },
    });
    const [, callbacks] = await secret.verify(lines);
    expect(callbacks?.sentence).toMatch(
      /inbound\/ and the value of ACME_SIGNING_KEY, .*status\/ and the value of ACME_SIGNING_KEY\.$/,
    );
    expect(JSON.stringify(callbacks)).not.toContain("first-key-of-the-company");
  });

  it("warns where it is asked who we are although we said so, and names the variables", async () => {
    const [connection] = await side.carrierWith({ secrets: wrong() }).verify(lines);
    expect(connection).toMatchObject({ level: "warning", atSetup: "problem" });
    expect(connection?.remedy).toMatch(/ACME_TOKEN/);
    expect(JSON.stringify(connection)).not.toContain("wrong");
  });

  it("says what to do where nobody listens, where nothing says whom to ask, and without a public address", async () => {
    const port = await freePort();
    const [silent] = await side
      .carrierWith({ description: signedJson.describe(`http://127.0.0.1:${port}`) })
      .verify(lines);
    expect(silent).toMatchObject({ level: "problem", remedy: expect.stringContaining(`127.0.0.1:${port}`) });
    const [nowhere] = await side.carrierWith({ description: { ...description(), url: null } }).verify(lines);
    expect(nowhere).toMatchObject({ level: "problem", remedy: expect.stringContaining("`url`") });
    const [, deaf] = await side.carrierWith({ publicUrl: null }).verify(lines);
    expect(deaf).toMatchObject({ level: "problem", remedy: expect.stringContaining("PUBLIC_URL") });
  });
});
