/**
 * A stand-in for Slack: one workspace with one installed app, its Web API, Events API, Socket Mode and
 * interactivity, and the people in it, moved by a control object or over HTTP. It knows nothing of the app.
 */
import type { ApiDesk } from "./api-http.ts";
import { createControl } from "./control.ts";
import { applySeed } from "./control-workspace.ts";
import { closeOffice, createDeliveryOffice, deliverEvent } from "./delivery-office.ts";
import { startServer } from "./http-server.ts";
import { createHttpTransport } from "./http-transport.ts";
import { noRules } from "./misbehaviour.ts";
import { newWorld } from "./new-world.ts";
import { newRateBook } from "./rates.ts";
import { closeAll, createSocketHub, createSocketTransport } from "./socket-transport.ts";
import type { SlackStandIn, SlackStandInOptions } from "./types/stand-in.ts";

/** How long sockets may take to close when the stand-in stops. */
const GOODBYE_MS = 250;

/** Starts a stand-in on a port of 127.0.0.1. */
export async function createSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const world = newWorld(options);
  const hub = createSocketHub(world);
  const http = createHttpTransport(world);
  const sockets = createSocketTransport(hub);
  const rules = noRules();
  const office = createDeliveryOffice(world, rules, (...sent) =>
    world.settings.mode === "socket" ? sockets(...sent) : http.send(...sent),
  );
  world.dispatch = (body, type, channel) => deliverEvent(office, { kind: "event", type, channel, body });
  const control = createControl(world, hub, office);
  const desk: ApiDesk = { world, hub, rules, rates: newRateBook() };
  const server = await startServer(desk, control, options.host ?? "127.0.0.1", options.port ?? 0);
  world.url = server.url;
  applySeed(world, options.workspace ?? {});
  return {
    url: server.url,
    apiUrl: `${server.url}/api/`,
    botToken: world.botToken,
    appToken: world.appToken,
    get signingSecret() {
      return world.settings.signingSecret;
    },
    teamId: world.teamId,
    appId: world.appId,
    botUserId: world.botUserId,
    botId: world.botId,
    control,
    stop: async () => {
      closeOffice(office);
      await closeAll(hub, GOODBYE_MS);
      await http.close();
      await server.close();
    },
  };
}
