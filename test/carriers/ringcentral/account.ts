/** RingCentral's stand-in with two users and a queue, and a carrier that has logins there. One clock for both. */
import { Agent } from "undici";
import type { Carrier, CarrierLine, CatchUpFrom, CaughtUp } from "../../../src/bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { createRingCentralCarrier } from "../../../src/carriers/ringcentral/ringcentral-carrier.ts";
import type { RingCentralSettings } from "../../../src/carriers/ringcentral/ringcentral-settings.ts";
import type { CarrierCursor, E164, LoginName } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createConnect } from "../../../src/lib/connect.ts";
import type { RingCentralStandInOptions } from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import { createStandIn, direct, shared } from "../../sandbox/ringcentral/stand-in-world.ts";

export const ana = "ana" as LoginName;
export const ben = "ben" as LoginName;
export const directLine: CarrierLine = { number: direct as E164, login: ben };
export const sharedLine: CarrierLine = { number: shared as E164, login: ana, isShared: true };
export const minute = 60_000;
export const hour = 60 * minute;

export type Account = Awaited<ReturnType<typeof createAccount>>;

export async function createAccount(options: RingCentralStandInOptions = {}) {
  const start = Date.UTC(2026, 2, 3, 10);
  let passed = 0;
  const agent = new Agent();
  const standIn = await createStandIn({ now: () => start, ...options });
  const { control } = standIn;
  const settings: RingCentralSettings = {
    clientId: standIn.clientId,
    clientSecret: standIn.clientSecret,
    jwts: { [ana]: "jwt-ana", [ben]: "jwt-ben" },
    apiUrl: standIn.url,
    publicUrl: null,
    call: createCall(agent),
    connect: createConnect(agent),
    now: () => start + passed,
    steady: () => passed,
  };
  const carrierWith = (other: Partial<RingCentralSettings> = {}): Carrier =>
    createRingCentralCarrier({ ...settings, ...other });
  const cursors = new Map<LoginName, CarrierCursor | null>();
  let carrier = carrierWith();

  return {
    standIn,
    control,
    settings,
    carrierWith,
    get carrier() {
      return carrier;
    },
    /** Another process begins. */
    async restart(other: Partial<RingCentralSettings> = {}) {
      await carrier.stop?.();
      carrier = carrierWith(other);
    },
    /** Both clocks go on. */
    async pass(ms: number) {
      passed += ms;
      await control.pass(ms);
    },
    /** The next tick: what was taken of it. */
    async attend(take: (event: CarrierEvent) => Promise<void>) {
      await carrier.attend?.({ lines: [directLine, sharedLine], take });
    },
    /** What the login is told, from where it was told last. */
    async news(login: LoginName, from: Partial<CatchUpFrom> = {}): Promise<readonly CarrierEvent[]> {
      const lines = [directLine, sharedLine].filter((line) => line.login === login);
      const ask = (cursor: CarrierCursor | null): Promise<CaughtUp> | undefined =>
        carrier.catchUp?.({ login, lines, cursor, unsettledSince: null, ...from });
      const cursor = cursors.get(login) ?? null;
      const told = await ask(cursor);
      if (told === undefined) throw new Error("nobody can be asked");
      cursors.set(login, told.next);
      return told.events;
    },
    cursorOf: (login: LoginName) => cursors.get(login) ?? null,
    async stop() {
      await carrier.stop?.();
      await standIn.stop();
      await agent.close();
    },
  };
}

/** What an event says, in short. */
export function brief(event: CarrierEvent): string {
  switch (event.kind) {
    case "text":
      return `text ${event.body}`;
    case "elsewhere":
      return `elsewhere ${event.body} ${event.state}`;
    case "status":
      return `status ${event.sms?.body} ${event.state}`;
    case "thread": {
      const reason = event.reason === null ? "" : ` ${event.reason}`;
      return `${event.state}${reason}, ${event.assignee?.name ?? "nobody"} has it, by ${event.by?.name ?? "nobody"}`;
    }
    case "thread_note":
      return `note ${event.text} by ${event.author?.name ?? "nobody"}`;
    default:
      return event.kind;
  }
}
