/** The scene's people and lines as a RingCentral account has them. */
import type { SceneLines } from "../define-carrier.ts";
import type { RingCentralStandIn } from "./types/stand-in.ts";

/** By RingCentral's id. */
export const ringCentralIds = {
  ana: "400101001",
  ben: "400102001",
  /** The user as whom the office sends. */
  office: "400109001",
  /** The call queue of the front desk. */
  frontDesk: "400200001",
} as const;

/** Who is in the account, what numbers it has, and as whom the app may act: the office, and Ben. */
export function furnishRingCentral({ control }: RingCentralStandIn, scene: SceneLines): void {
  const { ana, ben, office, frontDesk } = ringCentralIds;
  control.addExtension({ id: ana, number: "101", name: "Ana Reyes", isAdmin: true });
  control.addExtension({ id: ben, number: "102", name: "Ben Ito" });
  control.addExtension({ id: office, number: "109", name: "Front Office", isAdmin: true });
  control.addExtension({ id: frontDesk, number: "200", name: "Front desk", type: "Department" });
  if (scene.line !== null)
    control.addLine({
      number: scene.line,
      name: "Front desk",
      ...((scene.sharedInbox ?? true)
        ? { extension: frontDesk, isShared: true, handlers: [office, ana, ben] }
        : { extension: office }),
    });
  if (scene.directLine !== null)
    control.addLine({ number: scene.directLine, name: "Ben's number", extension: ben });
  if (scene.line !== null) control.addLogin({ name: "office", extension: office });
  if (scene.ownLogins === true) control.addLogin({ name: "ana", extension: ana });
  control.addLogin({ name: "ben", extension: ben });
}

/** What the app's environment needs for it. */
export function ringCentralEnvironment(
  { url, clientId, clientSecret, control }: RingCentralStandIn,
  { receive = "websocket" }: SceneLines,
): Readonly<Record<string, string>> {
  const jwts = control
    .logins()
    .map(({ name, jwt }) => [`RINGCENTRAL_JWT_${name.toUpperCase()}`, jwt] as const);
  return {
    RINGCENTRAL_CLIENT_ID: clientId,
    RINGCENTRAL_CLIENT_SECRET: clientSecret,
    RINGCENTRAL_API_URL: url,
    RINGCENTRAL_RECEIVE: receive,
    ...Object.fromEntries(jwts),
  };
}

/** A directory of the scene, its lines on RingCentral: Ben's own number with his login, all others with the office's. */
export function onRingCentral(directory: string, directLine: string): string {
  const lines = directory.split("\n").map((row) => {
    const login = row.includes(directLine) ? "ben" : "office";
    return row.replace("carrier: twilio", `carrier: ringcentral, login: ${login}`);
  });
  return `logins:\n  - { name: office, carrier: ringcentral }\n  - { name: ben, carrier: ringcentral }\n${lines.join("\n")}`;
}
