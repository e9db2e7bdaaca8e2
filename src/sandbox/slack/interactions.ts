import { choose } from "./choose.ts";
import { type AttemptResult, type DeliveryOffice, deliverInteraction } from "./delivery-office.ts";
import { elementsIn, isStateful } from "./element-state.ts";
import { findEphemeral } from "./ephemerals.ts";
import {
  actionEntry,
  messageActions,
  messageShortcutPayload,
  shortcutPayload,
  viewActions,
} from "./interaction-payloads.ts";
import { personOf, postOf, seenChannel } from "./people.ts";
import { RefusedByClient } from "./refusals.ts";
import { newResponseUrl } from "./triggers.ts";
import type { InteractionOutcome, Press } from "./types/acts.ts";
import { stackChanged } from "./views.ts";
import { isWire, listOf, type Wire } from "./wire.ts";
import type { Channel, Ephemeral, HeldView, Post, User, World } from "./workspace.ts";

/** What the person sees of the app's answer, or of its absence. */
export function outcomeOf(result: AttemptResult, payload: Wire): InteractionOutcome {
  const outcome: InteractionOutcome = { sent: true, acked: result.ok };
  if (payload.trigger_id !== undefined) outcome.triggerId = String(payload.trigger_id);
  if (result.answer !== undefined) outcome.answer = result.answer;
  if (!result.ok) outcome.error = failureWord(result);
  return outcome;
}

function failureWord(result: AttemptResult): string {
  if (result.reason === "http_error") return `http_${result.status}`;
  if (result.reason === "http_timeout" || result.reason === "timeout") return "operation_timeout";
  return "dispatch_failed";
}

/** An element, with its block. */
interface Pressed {
  block: Wire;
  element: Wire;
}

export function findElement(blocks: Wire[], press: Pick<Press, "actionId" | "blockId">): Pressed {
  const found = elementsIn(blocks).find(
    ({ block, element }) =>
      element.action_id === press.actionId &&
      (press.blockId === undefined || block.block_id === press.blockId),
  );
  if (found === undefined)
    throw new RefusedByClient("no_such_element", `There is nothing to press called ${press.actionId}.`);
  return found;
}

/** What was chosen, on the wire; a button needs nothing. */
function chosenFor(element: Wire, press: Press, before?: Wire): Wire {
  if (element.type === "button" || element.type === "workflow_button") return {};
  return choose(element, press.value ?? null, before);
}

function confirmOf(element: Wire): Wire | undefined {
  return isWire(element.confirm) ? element.confirm : undefined;
}

async function sendPress(
  office: DeliveryOffice,
  press: Press,
  pressed: Pressed,
  payload: () => Wire,
): Promise<InteractionOutcome> {
  const confirm = confirmOf(pressed.element);
  const shown = confirm === undefined ? {} : { confirm };
  if (confirm !== undefined && press.confirm === false) return { sent: false, acked: false, ...shown };
  const body = payload();
  const result = await deliverInteraction(office, {
    kind: "interactive",
    type: "block_actions",
    channel: press.channel ?? null,
    body,
  });
  return { ...outcomeOf(result, body), ...shown };
}

function pressInMessage(
  office: DeliveryOffice,
  user: User,
  press: Press,
  ts: string,
): Promise<InteractionOutcome> {
  const { world } = office;
  const channel = seenChannel(world, user, press.channel ?? "");
  const ephemeral = findEphemeral(world, user.id, channel.id, ts);
  const on: { post: Post } | { ephemeral: Ephemeral } =
    ephemeral === undefined ? { post: postOf(channel, ts) } : { ephemeral };
  const target = "post" in on ? on.post : on.ephemeral;
  const pressed = findElement(target.blocks, press);
  const chosen = chosenFor(pressed.element, press);
  return sendPress(office, press, pressed, () => {
    const action = actionEntry(world, pressed.block, pressed.element, chosen);
    const payload = messageActions(world, user, channel, on, action);
    return { ...payload, response_url: responseUrl(world, user, channel, target, "ephemeral" in on) };
  });
}

function responseUrl(
  world: World,
  user: User,
  channel: Channel,
  on: { ts: string; threadTs: string | null },
  isEphemeral: boolean,
): string {
  const target = { user: user.id, channel: channel.id, threadTs: on.threadTs, ts: on.ts, isEphemeral };
  return newResponseUrl(world, "actions", target);
}

/** A view that stands before that person: one of their modals, or the Home. */
export function heldBy(world: World, user: User, viewId: string): HeldView {
  const home = world.homes.get(user.id);
  const open = [...(world.views.get(user.id) ?? []), ...(home === undefined ? [] : [home])];
  const held = open.find((view) => view.id === viewId);
  if (held === undefined)
    throw new RefusedByClient("no_such_view", `${user.name} has no view ${viewId} open.`);
  return held;
}

/** Elements of a view act when they stand in an actions block or section, or dispatch from an input. */
function pressInView(
  office: DeliveryOffice,
  user: User,
  press: Press,
  viewId: string,
): Promise<InteractionOutcome> {
  const { world } = office;
  const held = heldBy(world, user, viewId);
  const pressed = findElement(listOf(held.source.blocks), press);
  const blockId = String(pressed.block.block_id);
  const chosen = chosenFor(pressed.element, press, held.state[blockId]?.[press.actionId]);
  if (isStateful(pressed.element)) {
    held.state[blockId] = { ...held.state[blockId], [press.actionId]: chosen };
    stackChanged(world, user.id);
  }
  if (pressed.block.type === "input" && pressed.block.dispatch_action !== true) {
    return Promise.resolve({ sent: false, acked: false });
  }
  return sendPress(office, press, pressed, () => {
    return viewActions(world, user, held, actionEntry(world, pressed.block, pressed.element, chosen));
  });
}

/** A person presses or chooses something. */
export async function press(office: DeliveryOffice, given: Press): Promise<InteractionOutcome> {
  const user = personOf(office.world, given.user);
  if (given.viewId !== undefined) return pressInView(office, user, given, given.viewId);
  return pressInMessage(office, user, given, given.ts ?? "");
}

function checkShortcut(world: World, callbackId: string): void {
  const known = world.settings.shortcuts;
  if (known === null || known.includes(callbackId)) return;
  throw new RefusedByClient("no_such_shortcut", `The app has no shortcut ${callbackId}.`);
}

async function sendInteractive(office: DeliveryOffice, type: string, channel: string | null, body: Wire) {
  return outcomeOf(await deliverInteraction(office, { kind: "interactive", type, channel, body }), body);
}

export async function messageShortcut(
  office: DeliveryOffice,
  given: { user: string; channel: string; ts: string; callbackId: string },
): Promise<InteractionOutcome> {
  const { world } = office;
  const user = personOf(world, given.user);
  const channel = seenChannel(world, user, given.channel);
  if (findEphemeral(world, user.id, channel.id, given.ts) !== undefined) {
    throw new RefusedByClient("not_on_ephemerals", "Shortcuts can't be used on a message that only you see.");
  }
  const post = postOf(channel, given.ts);
  checkShortcut(world, given.callbackId);
  const payload = messageShortcutPayload(world, user, channel, post, given.callbackId);
  const target = {
    user: user.id,
    channel: channel.id,
    threadTs: post.threadTs,
    ts: post.ts,
    isEphemeral: false,
  };
  const body = { ...payload, response_url: newResponseUrl(world, "app", target) };
  return sendInteractive(office, "message_action", channel.id, body);
}

export async function globalShortcut(
  office: DeliveryOffice,
  given: { user: string; callbackId: string },
): Promise<InteractionOutcome> {
  const user = personOf(office.world, given.user);
  checkShortcut(office.world, given.callbackId);
  return sendInteractive(office, "shortcut", null, shortcutPayload(office.world, user, given.callbackId));
}
