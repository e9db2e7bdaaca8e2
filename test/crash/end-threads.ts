/** Ends conversations of the shared inbox on both sides, the app away for one half and killed right behind the other. */
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import { type Sandbox, scene } from "../../src/sandbox/sandbox.ts";
import { buttons } from "../journeys/reading.ts";
import type { AppProcess } from "./app-process.ts";
import { pause } from "./pause.ts";
import { isCard } from "./traffic.ts";

/** How long somebody goes on pressing. Milliseconds. */
const patience = 60_000;

export async function endThreads(app: AppProcess, sandbox: Sandbox): Promise<void> {
  const [first, second] = sandbox.slack.control.messages(scene.channel).filter(isCard);
  for (const card of [first, second]) if (card !== undefined) await resolveHere(sandbox, card.ts);
  await app.kill();
  const { control } = sandbox.ringcentral;
  const open = () => control.threads().filter(({ status }) => status === "Open");
  for (const [index, { id }] of open().entries()) {
    if (index % 3 === 0) await control.resolve(id, ringCentralIds.ben);
    else if (index % 3 === 1) await control.autoresolve(id);
    else await control.assign(id, null, ringCentralIds.ana);
  }
  app.start();
}

/** Until it is taken. */
async function resolveHere({ slack: { control } }: Sandbox, ts: string): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const [button] = buttons(control.message(scene.channel, ts)).filter(({ label }) => label === "Resolve");
    if (button === undefined) return;
    const { actionId } = button;
    const { acked } = await control.press({ user: scene.ana, channel: scene.channel, ts, actionId });
    if (acked) return;
    if (Date.now() > end) throw new Error("nobody could resolve it");
    await pause(100);
  }
}
