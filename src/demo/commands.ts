/** What a person may try while the demo runs: whole commands, to be pasted into another terminal. */

import { type Sandbox, scene } from "../sandbox/sandbox.ts";
import { buttonOf } from "../sandbox/scene/outcomes.ts";

export interface DemoCommand {
  /** What it does. */
  readonly says: string;
  readonly command: string;
}

interface Addresses {
  readonly sandbox: Sandbox;
  readonly address: string;
}

/** `thread`: an open one. */
export function demoCommands({ sandbox, address }: Addresses, thread: string): DemoCommand[] {
  const { slack, crm } = sandbox;
  const carrier = sandbox.inPlay;
  const inSlack = (verb: string, body: object) => post(`${slack.url}/_control/${verb}`, body);
  const atCarrier = (verb: string, body: object) => post(`${carrier.url}/_control/${verb}`, body);
  const { channel, ben, cy, line, directLine, maria, sam, unnamed } = scene;
  const reply = { channel, threadTs: thread };
  const resolve = buttonOf(slack.control.message(channel, thread), "Resolve");
  return [
    {
      says: "Sam texts from his phone",
      command: atCarrier("text", { from: sam, to: line, body: "Do you have time on Friday?" }),
    },
    {
      says: "Ben answers Maria",
      command: inSlack("post", { user: ben, ...reply, text: "Yes, behind the house." }),
    },
    {
      says: "Ben calls a template: he alone sees it, until he presses Send now on the page",
      command: inSlack("post", { user: ben, ...reply, text: "!hours" }),
    },
    {
      says: "Sam texts Ben's own number",
      command: atCarrier("text", { from: sam, to: directLine, body: "Thank you, Ben." }),
    },
    {
      says: "Cy, who is not in the directory, tries to",
      command: inSlack("post", { user: cy, ...reply, text: "Hello!" }),
    },
    {
      says: `The carrier will refuse the next text, ${carrier.optedOut === null ? "and not say why" : "as if that phone had opted out"}; now let Ben answer again`,
      command: atCarrier("outcomes", { outcome: carrier.optedOut ?? carrier.refused }),
    },
    {
      says: "Slack goes down; let Sam text meanwhile: nothing is lost",
      command: inSlack("down", { on: true }),
    },
    { says: "Slack comes back", command: inSlack("down", { on: false }) },
    {
      says: "Ben presses Resolve",
      command: inSlack("press", { user: ben, channel, ts: thread, actionId: resolve }),
    },
    {
      says: "Somebody texts whom HubSpot does not know: once that is resolved on the page, its card asks whom to log it on",
      command: atCarrier("text", { from: unnamed, to: line, body: "Hi, it's Kim. Do you have a table?" }),
    },
    { says: "What stands in HubSpot", command: get(`${crm?.url ?? ""}/_control/records`) },
    {
      says: "What Maria's phone holds",
      command: get(`${carrier.url}/_control/phones/${encodeURIComponent(maria)}`),
    },
    { says: "Whether Threadline is ready", command: get(`${address}/readyz`) },
  ];
}

function post(url: string, body: object): string {
  return `curl -s ${url} -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;
}

function get(url: string): string {
  return `curl -s ${url}`;
}
