import { sign } from "node:crypto";

/** Salesforce takes none that is good for much longer. Seconds. */
const GOOD_FOR = 180;

/** Says who asks, for whom, signed with the key whose certificate the app has there (RFC 7523). */
export function signAssertion(
  { clientId, username, loginUrl }: { clientId: string; username: string; loginUrl: string },
  privateKey: string,
  now: number,
): string {
  const claims = {
    iss: clientId,
    sub: username,
    aud: audienceOf(loginUrl),
    exp: Math.floor(now / 1000) + GOOD_FOR,
  };
  const signed = `${encoded({ alg: "RS256" })}.${encoded(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** A company's own address logs in as well, but the assertion is for one of the two that all share. */
function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl);
  if (!hostname.endsWith(".my.salesforce.com")) return loginUrl;
  const isSandbox = hostname.endsWith(".sandbox.my.salesforce.com") || hostname.includes("--");
  return isSandbox ? "https://test.salesforce.com" : "https://login.salesforce.com";
}
