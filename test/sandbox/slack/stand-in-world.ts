import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { onTestFinished } from "vitest";
import { createSlackStandIn } from "../../../src/sandbox/slack/index.ts";
import type { SlackStandIn, SlackStandInOptions } from "../../../src/sandbox/slack/types/stand-in.ts";
import { patientSlack } from "../../lib/patient-slack.ts";

export const ANA = "U0ANA";
export const BEN = "U0BEN";
export const FRONT = "C0FRONT";
export const SECRET = "G0SECRET";
export const ELSEWHERE = "C0ELSE";

/** A workspace with Ana and Ben, a public and a private channel with the bot, and a public one without it. */
export async function startStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const standIn = await createSlackStandIn({
    limits: "off",
    ...patientSlack,
    retryDelaysMs: [0, 5, 10],
    pingEveryMs: 0,
    workspace: {
      users: [
        { id: ANA, name: "ana", realName: "Ana Diaz", email: "ana@example.com", isAdmin: true },
        { id: BEN, name: "ben", realName: "Ben Ito", email: "ben@example.com" },
      ],
      channels: [
        { id: FRONT, name: "front-desk", members: [ANA, BEN, "U0SANDBOTU"] },
        { id: SECRET, name: "secret", isPrivate: true, members: [ANA, "U0SANDBOTU"] },
        { id: ELSEWHERE, name: "elsewhere", members: [BEN] },
      ],
      usergroups: [{ id: "S0DESK", name: "Desk", handle: "desk", users: [ANA, BEN] }],
    },
    ...options,
  });
  onTestFinished(() => standIn.stop());
  return standIn;
}

/** A client of the bot that neither retries nor waits. */
export function clientOf(standIn: SlackStandIn, token = standIn.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: standIn.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** Waits until `read` gives something other than null, undefined and false. */
export async function until<T>(read: () => T | null | undefined | false): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const value = read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error("What was waited for did not happen.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function httpApp(standIn: SlackStandIn): { app: App; listen: () => Promise<void> } {
  const receiver = new HTTPReceiver({ signingSecret: standIn.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: standIn.botToken,
    receiver,
    clientOptions: { slackApiUrl: standIn.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  const listen = async () => {
    const server = await receiver.start(0);
    const { port } = server.address() as AddressInfo;
    standIn.control.configure({ mode: "http", eventsUrl: `http://127.0.0.1:${port}/slack/events` });
  };
  return { app, listen };
}

function socketApp(
  standIn: SlackStandIn,
  clientPingTimeout: number,
): { app: App; listen: () => Promise<void> } {
  const receiver = new SocketModeReceiver({
    appToken: standIn.appToken,
    clientPingTimeout,
    installerOptions: { clientOptions: { slackApiUrl: standIn.apiUrl } },
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    token: standIn.botToken,
    receiver,
    clientOptions: { slackApiUrl: standIn.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  const listen = async () => {
    standIn.control.configure({ mode: "socket" });
    await app.start();
  };
  return { app, listen };
}

/** A real Bolt app against the stand-in, with the listeners that `add` gives it. */
export async function startBolt(
  standIn: SlackStandIn,
  mode: "http" | "socket",
  add: (app: App) => void,
  // So soon a socket that says nothing is given up. Milliseconds.
  silence = 50,
): Promise<App> {
  const { app, listen } = mode === "http" ? httpApp(standIn) : socketApp(standIn, silence);
  add(app);
  await listen();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}
