/**
 * The outside world, whole: a Slack workspace with a small team, the carrier that has the team's number, a few customers' phones,
 * and where it is wanted the CRM in which the team keeps them.
 * The demo and the journeys start it and point the app at it; it knows nothing of the app but its address.
 */
import { appConnect } from "./app-connect/app-connect.ts";
import { type CarrierName, carrierNames, type OwnOptions, type StandIns, startCarriers } from "./carriers.ts";
import { startCrm } from "./crm/start-crm.ts";
import type { CrmStandIn, CrmStandInOptions } from "./crm/types/stand-in.ts";
import type { CrmVendorDefinition } from "./crm/vendor.ts";
import type { CommonOptions, PhonesControl, PlayedCarrier, SceneLines } from "./define-carrier.ts";
import { hubspot } from "./hubspot/hubspot.ts";
import { install } from "./manifest.ts";
import { pipedrive } from "./pipedrive/pipedrive.ts";
import { salesforce } from "./salesforce/salesforce.ts";
import { createSlackStandIn } from "./slack/index.ts";
import type { SlackMode } from "./slack/types/settings.ts";
import type { SlackStandIn, SlackStandInOptions } from "./slack/types/stand-in.ts";

export interface Sandbox extends StandIns {
  readonly slack: SlackStandIn;
  /** Whose the scene's lines are. */
  readonly carrier: CarrierName;
  readonly inPlay: PlayedCarrier;
  /** The phones of that one. */
  readonly phones: PhonesControl;
  /** All that have started. */
  readonly carriers: readonly PlayedCarrier[];
  /** Null: the app keeps what it logs to itself. */
  readonly crm: CrmStandIn | null;
  /** What the app's environment needs to live here; the database is not part of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A directory of the scene, with its lines at the carrier in play. */
  directory(directory: string): string;
  /** Tells the outside world where the app listens. */
  pointAt(appUrl: string): void;
  stop(): Promise<void>;
}

export interface SandboxOptions
  extends OwnOptions,
    Pick<SceneLines, "sharedInbox" | "ownLogins" | "receive"> {
  readonly mode: SlackMode;
  /** What the app is installed from; absent: it may do everything. */
  readonly manifestFile?: string;
  /** With a number that leads to Ben alone, as in `demoDirectory`. */
  readonly directLine?: boolean;
  /** Where the app logs to; absent: nowhere outside. */
  readonly crm?: CrmName;
  readonly crmOptions?: CrmStandInOptions;
  readonly slack?: SlackStandInOptions;
  /** Of each carrier that starts; what is given under its name leads. */
  readonly carriers?: CommonOptions;
  /** Whose the scene's lines are; Twilio's unless given. Others start, unused, where something is given under their names. */
  readonly carrier?: CarrierName;
  /** Whose Ben's number is, where there is one: the same carrier's unless given. */
  readonly directCarrier?: CarrierName;
}

/** By the word in the app's `CRM=`. */
const crms = {
  hubspot,
  salesforce,
  pipedrive,
  "app-connect": appConnect,
} satisfies Record<string, CrmVendorDefinition>;
export type CrmName = keyof typeof crms;

/** The people and places of the scene. */
export const scene = {
  line: "+15550100001",
  /** Ben's own, where there is one, and what it answers by itself. */
  directLine: "+15550100002",
  autoReply: "Thanks for your text. I answer within the hour. Ben",
  channel: "C0FRONT",
  ana: "U0ANA",
  ben: "U0BEN",
  /** In the channel, but not in the directory. */
  cy: "U0CY",
  maria: "+15550199001",
  sam: "+15550199002",
  /** Whose it is nobody knows. */
  unnamed: "+15550199003",
} as const;

/** The directory that fits the scene. */
export const sceneDirectory = `time_zone: America/New_York
lines:
  - { number: "${scene.line}", name: Front desk, carrier: twilio, sms_extension: "200", preview: full }
members:
  - { username: ana, extension: "101", slack: ${scene.ana}, role: manager, name: Ana Reyes }
  - { username: ben, extension: "102", slack: ben@example.com, name: Ben Ito }
groups:
  - { name: Front desk, extension: "200", channel: ${scene.channel}, members: [ana, ben], outbound_line: "${scene.line}" }
contacts:
  - { number: "${scene.maria}", name: Maria Lopez }
  - { number: "${scene.sam}", name: Sam Okafor }
`;

const linesOfOthers = "members:\n";
const ben = "name: Ben Ito }";

/** The same with a line that leads to Ben alone, from which his answers there leave, and with what is answered by itself. */
export const demoDirectory = sceneDirectory
  .replace(
    linesOfOthers,
    `  - { number: "${scene.directLine}", name: Ben's number, carrier: twilio, sms_extension: "102" }\n${linesOfOthers}`,
  )
  .replace(
    ben,
    `name: Ben Ito, outbound_line: "${scene.directLine}", auto_reply: { on: true, text: "${scene.autoReply}" } }`,
  );

/** Templates of the team and of Ben, as a file that the app imports. */
export const demoTemplates = `- scope: company
  key: hours
  name: Opening hours
  text: "Hi {{contact.first_name|there}}, we are open Monday to Friday from 8 to 6. {{agent.first_name}}"
- scope: group:200
  key: parking
  name: Parking
  text: "Hi {{contact.first_name|there}}, there is parking behind the house, free after 5. {{agent.first_name}}"
- scope: group:200
  key: appointment
  name: Appointment
  text: "Hi {{contact.first_name|there}}, we see you on {{?day}} at {{?hour}}. Please text us if that changes. {{agent.first_name}}"
- scope: personal:ben
  key: later
  name: Call back
  text: "I'm with somebody and call you back at {{?hour}}. {{agent.first_name}}"
`;

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { carrier = "twilio", directCarrier = carrier } = options;
  const slack = await createSlackStandIn({ mode: options.mode, ...options.slack });
  const linesOf = (name: CarrierName): SceneLines => ({
    ...options,
    line: name === carrier ? scene.line : null,
    directLine: options.directLine === true && name === directCarrier ? scene.directLine : null,
  });
  const used = carrierNames.filter((name) => {
    const { line, directLine } = linesOf(name);
    return line !== null || directLine !== null;
  });
  const names = carrierNames.filter((name) => used.includes(name) || options[name] !== undefined);
  const { standIns, played } = await startCarriers(names, options.carriers ?? {}, options);
  const inPlay = played.get(carrier);
  if (inPlay === undefined) throw new Error(`There is no carrier ${carrier}.`);
  const phones = inPlay.control;
  if (options.manifestFile !== undefined) install(slack.control, options.manifestFile);
  const crm = options.crm === undefined ? null : await startCrm(crms[options.crm], options.crmOptions);
  furnish(slack, phones);
  if (crm !== null) fill(crm);
  for (const name of used) played.get(name)?.furnish(linesOf(name));
  const sandbox: Omit<Sandbox, CarrierName> = {
    slack,
    carrier,
    inPlay,
    phones,
    carriers: [...played.values()],
    crm,
    environment: {
      ...crm?.environment,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      ...(options.mode === "socket"
        ? { SLACK_APP_TOKEN: slack.appToken }
        : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      ...Object.assign({}, ...used.map((name) => played.get(name)?.environment(linesOf(name)))),
      // No phone in here wakes anybody: it works alike at whatever hour it is tried.
      QUIET_HOURS: "off",
    },
    directory: (directory) => inPlay.directory(directory, scene.directLine),
    pointAt: (appUrl) => {
      slack.control.configure({ eventsUrl: `${appUrl}/slack/events` });
      for (const one of played.values()) one.pointAt(appUrl);
    },
    stop: async () => {
      await Promise.all([slack.stop(), crm?.stop(), ...[...played.values()].map((one) => one.stop())]);
    },
  };
  return Object.defineProperties(sandbox, Object.getOwnPropertyDescriptors(standIns)) as Sandbox;
}

function furnish(slack: SlackStandIn, phones: PhonesControl): void {
  const people = [
    { id: scene.ana, name: "ana", realName: "Ana Reyes", email: "ana@example.com" },
    { id: scene.ben, name: "ben", realName: "Ben Ito", email: "ben@example.com" },
    { id: scene.cy, name: "cy", realName: "Cy Park", email: "cy@example.com" },
  ];
  for (const person of people) slack.control.addUser(person);
  slack.control.addChannel({
    id: scene.channel,
    name: "front-desk",
    isPrivate: true,
    members: [scene.ana, scene.ben, scene.cy, slack.botUserId],
  });
  phones.addPhone({ number: scene.maria, name: "Maria Lopez" });
  phones.addPhone({ number: scene.sam, name: "Sam Okafor" });
  phones.addPhone({ number: scene.unnamed });
}

/** Maria and Sam are customers; whose the third phone is, the CRM does not know either. */
function fill({ control }: CrmStandIn): void {
  control.addUser({ name: "Ana Reyes", email: "ana@example.com" });
  control.addUser({ name: "Ben Ito", email: "ben@example.com" });
  control.putContact({
    name: "Maria Lopez",
    phone: "(555) 019-9001",
    email: "maria@example.com",
    company: "Lopez Bakery",
  });
  control.putContact({ name: "Sam Okafor", mobile: "+1 555-019-9002", email: "sam@example.com" });
}
