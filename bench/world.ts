/** The process of the stand-ins: Slack and Twilio, and what it sees arrive there. Speaks over the channel to its parent. */
import { type Sandbox, scene, startSandbox } from "../src/sandbox/sandbox.ts";
import type { MessageView } from "../src/sandbox/slack/types/messages.ts";
import { type Arrival, moment, type News, type Order, tokens, type WorldOptions } from "./world-messages.ts";

let sandbox: Sandbox | null = null;
const arrivals: Arrival[] = [];
const repliedAt = new Map<string, number>();
let carrierCalls = 0;
/** Where the conversations stand. */
let place: string = scene.channel;
let isDue = false;

function tell(news: News): void {
  process.send?.(news);
}

/** Many arrivals share one message to the parent: telling must not cost more than what is measured. */
function arrived(arrival: Arrival): void {
  arrivals.push(arrival);
  if (isDue) return;
  isDue = true;
  setImmediate(() => {
    isDue = false;
    tell({ kind: "arrived", arrivals: arrivals.splice(0) });
  });
}

function readAtDesk(message: MessageView): void {
  if (message.botId === null) return;
  const at = moment();
  const seen = `${message.text}${JSON.stringify(message.blocks)}`.match(tokens) ?? [];
  for (const token of new Set(seen)) if (token.startsWith("t")) arrived({ token, from: null, at });
}

async function begin(options: WorldOptions): Promise<void> {
  sandbox = await startSandbox({
    mode: "http",
    directLine: options.direct === true,
    slack: { limits: options.limits, keepLog: 0, pingEveryMs: 0 },
    twilio: { limits: "off", logSize: 0, deliveryDelayMs: 20 },
    ...(options.contacts === undefined ? {} : { crm: "hubspot" }),
    crmOptions: { limits: "off", logSize: 0 },
  });
  for (const phone of options.contacts ?? [])
    sandbox.crm?.control.putContact({ name: `Customer ${phone}`, phone });
  const { slack, twilio } = sandbox;
  if (options.direct === true) place = slack.control.directMessage(scene.ben);
  if (!options.reports)
    twilio.control.setOutcome({ outcome: { kind: "silent" }, times: Number.MAX_SAFE_INTEGER });
  slack.control.subscribe((activity) => {
    if (activity.type === "message_posted" || activity.type === "message_changed")
      readAtDesk(activity.message);
  });
  twilio.control.subscribe((event) => {
    if (event.type !== "call") return;
    carrierCalls += 1;
    const at = moment();
    for (const token of event.call.params.Body?.match(tokens) ?? []) {
      const from = repliedAt.get(token);
      if (from === undefined) continue;
      repliedAt.delete(token);
      arrived({ token, from, at });
    }
  });
  tell({ kind: "ready", environment: { ...sandbox.environment } });
}

/** Posted with the app's own token, so that its cards can be drawn anew. */
async function roots(
  { environment, twilio }: Sandbox,
  phones: readonly string[],
): Promise<[string, string][]> {
  const roots: [string, string][] = [];
  for (const phone of phones) {
    twilio.control.addPhone({ number: phone });
    const answer = await fetch(`${environment.SLACK_API_URL}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${environment.SLACK_BOT_TOKEN}` },
      body: new URLSearchParams({ channel: place, text: "A conversation" }),
    });
    const { ts } = (await answer.json()) as { ts?: string };
    if (ts === undefined) throw new Error("a root could not be posted");
    roots.push([phone, ts]);
  }
  return roots;
}

/** A card names its phone as people write numbers. */
function cards({ slack }: Sandbox, phones: readonly string[]): [string, string][] {
  const roots = slack.control.messages(place).filter(({ replyCount }) => replyCount > 0);
  const digits = new Map(
    roots.map(({ ts, text, blocks }) => [ts, `${text}${JSON.stringify(blocks)}`.replace(/\D/g, "")]),
  );
  return phones.map((phone) => {
    const [thread] = [...digits].find(([, all]) => all.includes(phone.slice(2))) ?? [];
    if (thread === undefined) throw new Error(`${phone} has no card`);
    return [phone, thread];
  });
}

async function obey(order: Order): Promise<void> {
  if (order.kind === "begin") return begin(order.options);
  if (sandbox === null) return;
  const { control } = sandbox.slack;
  switch (order.kind) {
    case "roots":
      return tell({ kind: "rooted", threads: await roots(sandbox, order.phones) });
    case "cards":
      return tell({ kind: "rooted", threads: cards(sandbox, order.phones) });
    case "point":
      if (order.appUrl === null) control.configure({ eventsUrl: null });
      else sandbox.pointAt(order.appUrl);
      return tell({ kind: "pointed" });
    case "reply":
      repliedAt.set(order.token, moment());
      control.post({
        user: scene.ben,
        channel: place,
        text: `${order.token} is the answer`,
        threadTs: order.thread,
      });
      return;
    case "count":
      return tell({ kind: "counted", slackCalls: slackCalls(), carrierCalls });
    case "end":
      await sandbox.stop();
      process.disconnect();
  }
}

function slackCalls(): Record<string, number> {
  const methods = [
    "chat.postMessage",
    "chat.update",
    "reactions.add",
    "reactions.remove",
    "conversations.replies",
  ];
  const counted = methods.map(
    (method) => [method, sandbox?.slack.control.requestCount(method) ?? 0] as const,
  );
  return { ...Object.fromEntries(counted), all: sandbox?.slack.control.requestCount() ?? 0 };
}

process.on("message", (order) => {
  obey(order as Order).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
// Whoever measures is gone, however it ended.
process.on("disconnect", () => process.exit());
