import { type Switches, type SwitchName, switchNames } from "../page-api.ts";
import type { Sandbox } from "../sandbox.ts";

const SLOW_MS = 3_000;
const ALWAYS = Number.POSITIVE_INFINITY;

export const allOff: Switches = {
  slackSlow: false,
  slackDown: false,
  answersLost: false,
  carrierRejecting: false,
  carrierSilent: false,
  crmDown: false,
  socketCut: false,
};

/** The switches after one of them was turned. The stand-ins forget everything and are told anew. */
export function turn(sandbox: Sandbox, before: Switches, name: SwitchName, on: boolean): Switches {
  const after = { ...before, [name]: on };
  turnSlack(sandbox, after, before);
  sandbox.inPlay.turn(after);
  turnCrm(sandbox, after);
  return after;
}

export function isSwitch(name: unknown): name is SwitchName {
  return switchNames.some((known) => known === name);
}

function turnSlack({ slack: { control } }: Sandbox, now: Switches, before: Switches): void {
  control.clearMisbehaviour();
  if (now.slackDown) control.down(true);
  // The first rule that fits is taken, so the narrower one stands first.
  if (now.answersLost)
    control.misbehave({ match: { method: "chat.postMessage" }, kind: "dropAnswer", times: 0 });
  if (now.slackSlow) control.misbehave({ match: { method: "*" }, kind: "delay", ms: SLOW_MS, times: 0 });
  if (!now.socketCut) return;
  control.refuseSockets(true);
  if (!before.socketCut) control.cutSockets();
}

function turnCrm({ crm }: Sandbox, now: Switches): void {
  if (crm === null) return;
  const { control } = crm;
  control.clearMisbehaviour();
  control.down(now.crmDown);
  if (now.answersLost) control.misbehave({ match: "createRecord", kind: "dropAnswer", times: ALWAYS });
}
