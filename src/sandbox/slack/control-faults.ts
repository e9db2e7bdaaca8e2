import { request } from "undici";
import { type DeliveryOffice, releaseHeld } from "./delivery-office.ts";
import { sendAny } from "./events.ts";
import { signedHeaders } from "./http-transport.ts";
import { addRule } from "./misbehaviour.ts";
import { channelOf, postOf } from "./people.ts";
import { cutAll, refreshAll, type SocketHub } from "./socket-transport.ts";
import type { SlackControl } from "./types/control.ts";
import { unfurl } from "./unfurls.ts";
import { isWire } from "./wire.ts";
import type { World } from "./workspace.ts";

type FaultControl = Pick<
  SlackControl,
  | "unfurl"
  | "emitEvent"
  | "verifyUrl"
  | "misbehave"
  | "release"
  | "cutSockets"
  | "refreshSockets"
  | "refuseSockets"
  | "down"
  | "clearMisbehaviour"
>;

function addPreview(
  world: World,
  { channel: id, ts, url, title }: Parameters<SlackControl["unfurl"]>[0],
): void {
  const channel = channelOf(world, id);
  const preview = { url: url ?? "https://example.com/", title: title ?? "Example" };
  unfurl(world, channel, postOf(channel, ts), [preview]);
}

async function verifyUrl(world: World): Promise<boolean> {
  const url = world.settings.eventsUrl;
  if (url === null) return false;
  const challenge = world.mint.hex(40);
  const body = JSON.stringify({ token: world.verificationToken, challenge, type: "url_verification" });
  const headers = {
    "content-type": "application/json",
    ...signedHeaders(world.settings.signingSecret, body),
  };
  const answer = await request(url, { method: "POST", headers, body });
  const text = await answer.body.text();
  return answer.statusCode === 200 && challengeIn(text) === challenge;
}

/** An app may answer with the bare challenge, or with JSON that holds it. */
function challengeIn(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return isWire(parsed) ? String(parsed.challenge) : text;
  } catch {
    return text;
  }
}

function setDown(world: World, hub: SocketHub, on: boolean): void {
  world.isDown = on;
  if (on) cutAll(hub);
}

/** Slack's odd days, and what it does by itself. */
export function createFaultControl(world: World, hub: SocketHub, office: DeliveryOffice): FaultControl {
  return {
    unfurl: (given) => addPreview(world, given),
    emitEvent: ({ event, channel, eventId }) =>
      sendAny(world, event, world.channels.get(channel ?? ""), eventId),
    verifyUrl: () => verifyUrl(world),
    misbehave: (rule) => addRule(office.rules, rule),
    release: (order = "newest_first") => releaseHeld(office, order, true),
    cutSockets: () => cutAll(hub),
    refreshSockets: (reason = "refresh_requested") => refreshAll(hub, reason),
    refuseSockets: (on) => {
      hub.refusing = on;
    },
    down: (on) => setDown(world, hub, on),
    clearMisbehaviour: () => {
      office.rules.list = [];
      hub.refusing = false;
      setDown(world, hub, false);
      releaseHeld(office, "oldest_first", true);
    },
  };
}
