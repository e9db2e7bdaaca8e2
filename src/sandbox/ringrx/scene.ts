/** The scene's people and lines as a RingRx account has them, and what its administrator set up for the app. */
import type { SceneLines } from "../define-carrier.ts";
import type { RingRxStandIn } from "./types/stand-in.ts";

/** As whom the front desk sends: a user of the account whose number is the desk's. */
const office = "frontdesk";

const callbackAuth = { username: "threadline", password: "stand-in-password" } as const;
const callbackPath = "stand-in-secret-path";

/** What the administrator pasted: the text last. */
export const callbackPayload = `{
  "type": "{{type}}",
  "id": "{{id}}",
  "from": "{{from}}",
  "to": "{{to}}",
  "time": "{{created_at}}",
  "text": "{{message}}"
}`;

/** Each number leads back to the user who sends from it, of whom the app has an API key. */
export function furnishRingRx({ control }: RingRxStandIn, { line, directLine }: SceneLines): void {
  if (line !== null) {
    const number = { outboundNumber: line, isAdmin: true };
    control.addUser({ username: office, extension: "109", name: "Front desk", ...number });
    control.addNumber({ number: line, name: "Front desk", smsExtension: office });
    control.addKey({ name: "office", username: office });
  }
  if (directLine === null) return;
  control.addUser({ username: "ben", extension: "102", name: "Ben Ito", outboundNumber: directLine });
  control.addNumber({ number: directLine, name: "Ben's number", smsExtension: "ben" });
  control.addKey({ name: "ben", username: "ben" });
}

/** What the app's environment needs for it. */
export function ringRxEnvironment({ url, control }: RingRxStandIn): Readonly<Record<string, string>> {
  const keys = control
    .keys()
    .flatMap(({ name, token, secret }) => [
      [`RINGRX_TOKEN_${name.toUpperCase()}`, token] as const,
      [`RINGRX_SECRET_${name.toUpperCase()}`, secret] as const,
    ]);
  return {
    RINGRX_API_URL: url,
    RINGRX_CALLBACK_PATH: callbackPath,
    RINGRX_CALLBACK_USER: callbackAuth.username,
    RINGRX_CALLBACK_PASSWORD: callbackAuth.password,
    ...Object.fromEntries(keys),
  };
}

/** A directory of the scene, its lines on RingRx: Ben's own number with his login, all others with the office's. */
export function onRingRx(directory: string, directLine: string): string {
  const rows = directory.split("\n").map((row) => {
    const login = row.includes(directLine) ? "ben" : "office";
    return row.replace("carrier: twilio", `carrier: ringrx, login: ${login}`);
  });
  const logins = ["office", "ben"].filter((name) => rows.some((row) => row.includes(`login: ${name}`)));
  const named = logins.map((name) => `  - { name: ${name}, carrier: ringrx }\n`);
  return `logins:\n${named.join("")}${rows.join("\n")}`;
}

/** The callback leads to the app. */
export function pointRingRxAt({ control }: RingRxStandIn, appUrl: string): void {
  const url = `${appUrl}/webhooks/ringrx/inbound/${callbackPath}`;
  control.putCallback({ name: "Threadline", url, basicAuth: callbackAuth, payload: callbackPayload });
}
