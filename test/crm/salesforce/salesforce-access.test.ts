/** A token that works once must be on the disk before anything goes out with what came with it. */
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { salesforce } from "../../../src/crm/salesforce/salesforce.ts";
import { createMemoryKeeping, type MemoryKeeping } from "../memory-keeping.ts";
import { createSalesforceFake, refusal, type SalesforceFake } from "./salesforce-fake.ts";
import { accessWith, salesforceWith } from "./salesforce-with.ts";

let fake: SalesforceFake;
let kept: MemoryKeeping;
const crm = (variables: Record<string, string> = {}) =>
  salesforceWith(fake.url, { variables, keeping: kept.keeping });
const use = (one = crm()) => one.listUsers?.();
const refreshes = () =>
  fake.requests.flatMap(({ path, text }) =>
    path === "/services/oauth2/token" ? [new URLSearchParams(text).get("refresh_token")] : [],
  );

const keptTokens = () => [...kept.tokens.values()].join();

beforeEach(async () => {
  fake = await createSalesforceFake();
  kept = createMemoryKeeping();
});
afterEach(() => fake.stop());

describe("a refresh token", () => {
  it("is on the disk before its access token is used", async () => {
    const onDisk: boolean[] = [];
    const keeping = {
      ...kept.keeping,
      keepToken: async (name: string, token: string) => {
        onDisk.push(fake.requests.some(({ path }) => path.startsWith("/services/data")));
        await kept.keeping.keepToken(name, token);
      },
    };
    await use(salesforceWith(fake.url, { keeping }));
    expect(onDisk).toEqual([false]);
    expect(JSON.parse(keptTokens())).toMatchObject({
      refreshToken: fake.refreshToken,
    });
  });

  it("lets the next process in that begins where this one was killed", async () => {
    await use();
    fake.accessTokens.clear();
    await use();
    await use();
    expect(refreshes()).toEqual(["refresh-0", expect.stringMatching(/^refresh-[1-9]/)]);
  });

  it("is not used up by a start", async () => {
    for (let start = 0; start < 3; start += 1) await use();
    expect(refreshes()).toEqual(["refresh-0"]);
  });

  it("is not used up while the disk takes nothing", async () => {
    const one = crm();
    kept.full = true;
    await expect(use(one)).rejects.toMatchObject({ failure: { retryable: true, certain: true } });
    await expect(use(one)).rejects.toThrow();
    expect((await one.verify())[0]?.sentence).toContain("the database does not take the next one");
    expect(fake.requests).toEqual([]);
    kept.full = false;
    await use(one);
    expect(refreshes()).toEqual(["refresh-0"]);
  });

  it("lets nothing out until its successor is on the disk, and is not asked for again meanwhile", async () => {
    const one = crm();
    fake.next({ status: 404 }, ({ path }) => {
      // The disk fills while Salesforce is asked.
      kept.full = path === "/services/oauth2/token";
      return false;
    });
    await expect(use(one)).rejects.toMatchObject({ failure: { retryable: true, certain: true } });
    await expect(use(one)).rejects.toThrow();
    expect(refreshes()).toEqual(["refresh-0"]);
    expect(fake.requests).toHaveLength(1);
    kept.full = false;
    await use(one);
    expect(refreshes()).toEqual(["refresh-0"]);
    expect(JSON.parse(keptTokens())).toMatchObject({
      refreshToken: fake.refreshToken,
    });
  });

  it("of the environment is taken where it was changed there", async () => {
    await use();
    fake.refreshToken = "authorized-again";
    await use(crm({ SALESFORCE_REFRESH_TOKEN: "authorized-again" }));
    expect(refreshes()).toEqual(["refresh-0", "authorized-again"]);
  });

  it("of the environment lets in whoever looks at it beside an app that goes on with the one before, and takes nothing from that", async () => {
    const [app, looks] = [crm(), crm({ SALESFORCE_REFRESH_TOKEN: "authorized-again" })];
    await use(app);
    fake.refreshToken = "authorized-again";
    await use(looks);
    await use(app);
    fake.accessTokens.clear();
    await use(crm({ SALESFORCE_REFRESH_TOKEN: "authorized-again" }));
    expect(refreshes()).toEqual(["refresh-0", "authorized-again", expect.stringMatching(/^refresh-[1-9]/)]);
  });

  it("is known where an older version kept it, under a name that all shared", async () => {
    await use();
    const before = keptTokens();
    kept.tokens.clear();
    kept.tokens.set("salesforce", before);
    await use();
    fake.accessTokens.clear();
    await use();
    expect(refreshes()).toEqual(["refresh-0", expect.stringMatching(/^refresh-[1-9]/)]);
  });

  it("goes on where the app in Salesforce does not replace it", async () => {
    fake.rotates = false;
    await use();
    fake.accessTokens.clear();
    await use();
    expect(refreshes()).toEqual(["refresh-0", "refresh-0"]);
  });

  it("is used once, however many notice that the access token is worn out", async () => {
    const one = crm();
    await use(one);
    fake.accessTokens.clear();
    await Promise.all([use(one), use(one), use(one)]);
    expect(refreshes()).toHaveLength(2);
  });

  it("is used once where it brings nothing, however many wait for it", async () => {
    const access = accessWith(fake.url, { keeping: kept.keeping });
    const refused = await access.pass();
    fake.refreshToken = "revoked";
    const all = [1, 2, 3].map(async () => await access.renew?.(refused));
    for (const one of all) await expect(one).rejects.toThrow("invalid_grant");
    expect(refreshes()).toHaveLength(2);
    await expect(access.renew?.(refused)).rejects.toThrow("invalid_grant");
    expect(refreshes()).toHaveLength(3);
  });

  it("is used once where it brings the very access token that was refused", async () => {
    const one = crm();
    await use(one);
    const same = { access_token: JSON.parse(keptTokens()).accessToken, instance_url: fake.url };
    fake.accessTokens.clear();
    for (let times = 0; times < 5; times += 1)
      fake.next({ status: 200, body: same }, ({ path }) => path === "/services/oauth2/token");
    await expect(use(one)).rejects.toMatchObject({ failure: { retryable: true } });
    expect(refreshes()).toHaveLength(2);
  });

  it("is used once, however many processes notice that the access token is worn out", async () => {
    const processes = [crm(), crm(), crm()];
    for (const one of processes) await use(one);
    fake.accessTokens.clear();
    await Promise.all(processes.map((one) => use(one)));
    expect(refreshes()).toHaveLength(2);
  });

  it("is used once, however many processes begin with it", async () => {
    await Promise.all([use(), use(), use()]);
    expect(refreshes()).toEqual(["refresh-0"]);
  });

  it("is not used by a process that can go on with what another one was given since", async () => {
    const [one, two] = [crm(), crm()];
    await use(one);
    await use(two);
    fake.accessTokens.clear();
    await use(one);
    await use(two);
    expect(refreshes()).toHaveLength(2);
  });

  it("that another process has renewed since it was read is not used again", async () => {
    await use();
    const before = keptTokens();
    fake.accessTokens.clear();
    await use();
    // What was read while the other one was in the middle of it, for what lets in and for the renewal.
    const stale = [before, before];
    const readToken = async (name: string) => stale.shift() ?? (await kept.keeping.readToken(name));
    await use(salesforceWith(fake.url, { keeping: { ...kept.keeping, readToken } }));
    expect(refreshes()).toHaveLength(2);
  });

  it("is taken over from a process that was killed while it renewed it, once that must have had its answer", async () => {
    let atTheFirst: string | null = null;
    fake.next({ status: 503 }, ({ path }) => {
      if (path === "/services/oauth2/token") atTheFirst = keptTokens();
      return true;
    });
    await expect(use()).rejects.toMatchObject({ failure: { retryable: true, certain: true } });
    for (const name of kept.tokens.keys()) kept.tokens.set(name, atTheFirst ?? "");
    let now = 0;
    const later = () => {
      now += 10_000;
      return now;
    };
    await use(salesforceWith(fake.url, { keeping: kept.keeping, now: later }));
    expect(refreshes()).toEqual(["refresh-0", "refresh-0"]);
    expect(now).toBeGreaterThan(20_000);
  });

  it("is taken over as soon where the clock is set back meanwhile", async () => {
    const refused = await accessWith(fake.url, { keeping: kept.keeping }).pass();
    for (const [name, text] of kept.tokens)
      kept.tokens.set(name, JSON.stringify({ ...JSON.parse(text), isUnderWay: true }));
    const times = [3_600_000];
    let now = 0;
    const setBack = () => {
      now += 10_000;
      return times.pop() ?? now;
    };
    await accessWith(fake.url, { keeping: kept.keeping, now: setBack }).renew?.(refused);
    expect(refreshes()).toHaveLength(2);
    expect(now).toBeLessThan(100_000);
  });

  it("is free for others at once where the process that wanted to renew it got no answer", async () => {
    fake.next({ status: 503 });
    await expect(use()).rejects.toMatchObject({ failure: { retryable: true, certain: true } });
    const stopped = () => 0;
    await use(salesforceWith(fake.url, { keeping: kept.keeping, now: stopped }));
    expect(refreshes()).toEqual(["refresh-0", "refresh-0"]);
  });

  it("that was revoked is told, and nothing is lost", async () => {
    fake.refreshToken = "revoked";
    const [problem] = await crm().verify();
    expect(problem).toMatchObject({
      level: "problem",
      sentence: "Salesforce does not let us in (invalid_grant).",
      remedy: expect.stringContaining("SALESFORCE_REFRESH_TOKEN"),
    });
  });
});

describe("a signed entry", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const signing = (key: string) =>
    crm({ SALESFORCE_PRIVATE_KEY: key, SALESFORCE_USERNAME: "app@flowers.example" });

  it.each([
    ["as it lies in its file", privateKey],
    ["on one row", privateKey.replaceAll("\n", "\\n")],
    ["in base64", Buffer.from(privateKey).toString("base64")],
  ])("lets in with a key given %s, and keeps nothing", async (_how, key) => {
    fake.publicKey = publicKey;
    await use(signing(key));
    expect(kept.tokens.size).toBe(0);
  });

  it("comes again when the session is over, once", async () => {
    fake.publicKey = publicKey;
    const one = signing(privateKey);
    await use(one);
    fake.accessTokens.clear();
    await use(one);
    fake.next(refusal(401, "INVALID_SESSION_ID"), ({ path }) => path.endsWith("/query"));
    fake.next(refusal(401, "INVALID_SESSION_ID"), ({ path }) => path.endsWith("/query"));
    await expect(use(one)).rejects.toMatchObject({ failure: { retryable: true } });
  });

  it("is refused where Salesforce does not have the certificate", async () => {
    await expect(use(signing(privateKey))).rejects.toMatchObject({ failure: { retryable: true } });
    expect((await signing(privateKey).verify())[0]?.remedy).toContain("SALESFORCE_PRIVATE_KEY");
  });
});

describe("the variables of Salesforce", () => {
  it("say what is missing, and what to do", () => {
    expect(salesforce.missing({})).toEqual([
      expect.stringContaining("SALESFORCE_CLIENT_ID is missing;"),
      expect.stringContaining(
        "SALESFORCE_REFRESH_TOKEN (or SALESFORCE_PRIVATE_KEY with SALESFORCE_USERNAME)",
      ),
    ]);
    expect(salesforce.missing({ SALESFORCE_CLIENT_ID: "c", SALESFORCE_PRIVATE_KEY: "k" })).toEqual([
      expect.stringContaining("SALESFORCE_USERNAME is missing;"),
    ]);
    expect(salesforce.missing({ SALESFORCE_CLIENT_ID: "c", SALESFORCE_REFRESH_TOKEN: "r" })).toEqual([]);
  });

  it.each([
    ["SALESFORCE_PRIVATE_KEY", "hush"],
    ["SALESFORCE_API_VERSION", "30"],
    ["SALESFORCE_EXTERNAL_ID", "Subject"],
  ])("refuse a wrong %s without repeating a secret", (name, value) => {
    const read = () => salesforce.configure({ [name]: value });
    expect(read).toThrow(/must be/);
    if (value === "hush") expect(read).not.toThrow(/hush/);
  });
});
