/** What `doctor` says about the running app, and about the address at which the outside reaches it. */
import type { Dispatcher } from "undici";
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import type { CarrierDefinition } from "../../carriers/define-carrier.ts";
import type { Config } from "../../config.ts";
import type { Finding } from "../../domain/finding.ts";
import { createCall, NoAnswer } from "../../lib/call.ts";
import { networkWords } from "../../lib/network-words.ts";
import { probeHeader } from "../../lib/probe.ts";
import type { CheckedConfig } from "./check-config.ts";

const patience = 10_000;

/** The app asks carriers every five minutes, and doctor at once. */
const askedBefore =
  "So it was when the running Threadline asked last, up to five minutes ago. How it is now stands below.";

/** Asks the app on this host how it is. @param carriers their names: what they say, doctor asks as well. */
export async function checkRunning(
  config: Config,
  running: boolean,
  carriers: readonly string[],
): Promise<Finding[]> {
  const name = "running";
  if (!running) return [{ name, level: "ok", sentence: "No Threadline runs on this database now." }];
  const local = `http://127.0.0.1:${config.insidePort ?? config.port}/readyz`;
  try {
    const answer = await fetch(local, { signal: AbortSignal.timeout(patience) });
    const { checks } = (await answer.json()) as {
      checks: { name: string; ok: boolean; reason: string | null }[];
    };
    const troubles = checks.filter((check) => !check.ok);
    if (troubles.length === 0) return [{ name, level: "ok", sentence: "Threadline is running, and ready." }];
    return troubles.map((check) => ({
      name: `running: ${check.name}`,
      level: "problem",
      sentence: check.reason ?? "not ready",
      ...(carriers.some((carrier) => check.name.startsWith(`${carrier}:`)) ? { remedy: askedBefore } : {}),
    }));
  } catch {
    const sentence = `Threadline runs on this database, but does not answer at ${local}.`;
    const remedy =
      "Where it runs on this host, check that PORT (or INSIDE_PORT) here is the one it was started with, and look into its log.";
    return [{ name, level: "warning", sentence, remedy }];
  }
}

interface Surroundings {
  readonly running: boolean;
  readonly carriers: ReadonlyMap<string, Carrier>;
  readonly dispatcher: Dispatcher;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const name = "address";

export async function checkAddress(
  { config, set, carriers: meant }: CheckedConfig,
  { running, carriers, dispatcher, now }: Surroundings,
): Promise<Finding[]> {
  if (!set.publicUrl || config.publicUrl === null) return [...carriers.values()].flatMap(polling);
  const url = config.publicUrl;
  const plain = url.startsWith("http://") && !isLoopback(url) ? [notEncrypted(url)] : [];
  if (!running) {
    const sentence = `Whether ${url} leads here can be seen only while Threadline runs.`;
    return [
      ...plain,
      ...path(url),
      { name, level: "warning", sentence, remedy: "Start it, then run threadline doctor again." },
    ];
  }
  const ask = asking(dispatcher, url, () => probeHeader(config.slack.botToken, now()));
  const found = [
    ...(await webhooks(url, meant, ask)),
    ...(config.slack.connection.kind === "http" ? [await slackEvents(url, ask)] : []),
    ...(await lostFiles(url, meant, carriers, ask)),
    ...(await exposed(url, ask)),
  ];
  // A proxy that takes the path away again does no harm, and is the reason that there may be one.
  return [...plain, ...(found.some(({ level }) => level === "problem") ? path(url) : []), ...found];
}

function polling({ pollEvery }: Carrier): Finding[] {
  if (pollEvery === undefined) return [];
  const sentence = `No public address is needed: texts are fetched every ${pollEvery / 1000} s.`;
  return [{ name, level: "ok", sentence }];
}

function notEncrypted(url: string): Finding {
  const remedy = "Put a reverse proxy with a certificate in front; the README shows two.";
  return { name, level: "warning", sentence: `${url} is not https: texts pass readable.`, remedy };
}

/** Mostly what was typed at the carrier, whole. */
function path(url: string): Finding[] {
  const { origin, pathname } = new URL(url);
  if (pathname === "/") return [];
  const sentence = `PUBLIC_URL holds a path (${pathname}): webhooks are expected at ${url}/webhooks/…`;
  const remedy = `Write the address alone: ${origin}. Only where a proxy takes ${pathname} away before it passes requests on is it right; doctor sees that while Threadline runs.`;
  return [{ name, level: "problem", sentence, remedy }];
}

type Ask = (path: string, method?: "GET" | "POST") => Promise<{ status: number; body: string } | string>;

/** Resolves with a few words where there is no answer. */
function asking(dispatcher: Dispatcher, url: string, headers: () => Record<string, string>): Ask {
  const call = createCall(dispatcher);
  return async (path, method = "GET") => {
    try {
      const answer = await call(url + path, { method, headers: headers(), timeoutMs: patience });
      return { status: answer.status, body: answer.text?.slice(0, 200) ?? "" };
    } catch (error) {
      return error instanceof NoAnswer ? networkWords(error.code) : "no answer";
    }
  };
}

/** Once, where all carriers' webhooks arrive. */
async function webhooks(url: string, carriers: readonly CarrierDefinition[], ask: Ask): Promise<Finding[]> {
  const lost: Finding[] = [];
  for (const carrier of carriers) lost.push(...(await lostWebhooks(url, carrier, ask)));
  if (lost.length > 0 || carriers.length === 0) return lost;
  return [{ name, level: "ok", sentence: `${url} leads here, and takes webhooks.` }];
}

/** Unsigned, so that it is refused: the refusal shows that Threadline itself is behind the address. */
async function lostWebhooks(url: string, carrier: CarrierDefinition, ask: Ask): Promise<Finding[]> {
  const path = `/webhooks/${carrier.name}/inbound`;
  const answer = await ask(path, "POST");
  if (typeof answer !== "string" && [400, 403, 415].includes(answer.status)) return [];
  const seen =
    typeof answer === "string" ? `can't be reached: ${answer}` : `answers with HTTP ${answer.status}`;
  const sentence = `${url}${path} ${seen}, so ${carrier.title} can't deliver texts.`;
  const remedy =
    "Check PUBLIC_URL, the name's DNS, the certificate, and that the proxy passes /webhooks/ on to PORT.";
  return [{ name, level: "problem", sentence, remedy }];
}

/** Whoever stands before us may let webhooks pass alone. */
async function lostFiles(
  url: string,
  meant: readonly CarrierDefinition[],
  carriers: ReadonlyMap<string, Carrier>,
  ask: Ask,
): Promise<Finding[]> {
  const fetching = meant.filter(({ name }) => carriers.get(name)?.capabilities.media?.byAddress);
  const [first] = fetching;
  if (first === undefined) return [];
  // Such a file there is not: what knows our probe is us.
  const answer = await ask("/media/probe");
  if (typeof answer !== "string" && answer.status === 403) return [];
  const seen = typeof answer === "string" ? answer : `HTTP ${answer.status}`;
  const sentence = `${url}/media/ does not lead here (${seen}), so ${first.title} can't fetch pictures and files that leave with a text.`;
  return [{ name, level: "problem", sentence, remedy: "Let the proxy pass /media/ on to PORT as well." }];
}

async function slackEvents(url: string, ask: Ask): Promise<Finding> {
  const answer = await ask("/slack/events", "POST");
  if (typeof answer !== "string" && [400, 401, 403].includes(answer.status))
    return { name, level: "ok", sentence: `${url}/slack/events leads here, and takes Slack's events.` };
  const seen = typeof answer === "string" ? answer : `HTTP ${answer.status}`;
  return {
    name,
    level: "problem",
    sentence: `${url}/slack/events does not lead here (${seen}), so Slack can't tell us anything.`,
    remedy: "Let the proxy pass /slack/events on to PORT, or use Socket Mode (SLACK_APP_TOKEN).",
  };
}

/** Health and metrics are for the inside. */
async function exposed(url: string, ask: Ask): Promise<Finding[]> {
  if (isLoopback(url)) return [];
  const answer = await ask("/metrics");
  if (typeof answer === "string" || answer.status !== 200 || !answer.body.includes("# HELP")) return [];
  const remedy = "Let the proxy pass only /webhooks/, /media/ and /slack/events on; the README shows how.";
  return [{ name, level: "warning", sentence: `${url}/metrics can be read from outside.`, remedy }];
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
