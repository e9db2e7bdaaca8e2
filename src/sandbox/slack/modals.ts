import { choose } from "./choose.ts";
import { type DeliveryOffice, deliverInteraction } from "./delivery-office.ts";
import { type Chosen, elementsIn, isFilled } from "./element-state.ts";
import { viewClosed, viewSubmission } from "./interaction-payloads.ts";
import { outcomeOf } from "./interactions.ts";
import { personOf } from "./people.ts";
import { MethodError, RefusedByClient } from "./refusals.ts";
import type { InteractionOutcome, ViewOutcome, ViewSubmit, ViewValues } from "./types/acts.ts";
import { pushModal, replaceContent, stackChanged } from "./views.ts";
import { checkedView } from "./web-api/views.ts";
import { isWire, listOf, type Wire } from "./wire.ts";
import type { HeldView, User, World } from "./workspace.ts";

function modalOf(world: World, user: User, viewId: string | undefined): HeldView {
  const stack = world.views.get(user.id) ?? [];
  const held = viewId === undefined ? stack.at(-1) : stack.find((view) => view.id === viewId);
  if (held === undefined) throw new RefusedByClient("no_such_view", `${user.name} has no such view open.`);
  return held;
}

function setValue(held: HeldView, blockId: string, actionId: string, value: Chosen): void {
  const found = elementsIn(listOf(held.source.blocks)).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  );
  if (found === undefined)
    throw new RefusedByClient("no_such_element", `The view has no ${blockId}/${actionId}.`);
  const state = choose(found.element, value, held.state[blockId]?.[actionId]);
  held.state[blockId] = { ...held.state[blockId], [actionId]: state };
}

function setValues(held: HeldView, values: ViewValues | undefined): void {
  for (const [blockId, actions] of Object.entries(values ?? {})) {
    for (const [actionId, value] of Object.entries(actions)) setValue(held, blockId, actionId, value);
  }
}

/** Typing and choosing in the modal on top. */
export function fillIn(world: World, given: ViewSubmit): void {
  const user = personOf(world, given.user);
  setValues(modalOf(world, user, given.viewId), given.values);
  stackChanged(world, user.id);
}

function lengthProblem(element: Wire, state: Wire | undefined): string | null {
  const { length } = String(state?.value ?? "");
  if (typeof element.min_length === "number" && length < element.min_length)
    return `at least ${element.min_length} characters`;
  if (typeof element.max_length === "number" && length > element.max_length)
    return `at most ${element.max_length} characters`;
  return null;
}

/** What Slack's client itself checks before it sends anything. */
function checkInputs(held: HeldView): void {
  for (const { block, element } of elementsIn(listOf(held.source.blocks))) {
    if (block.type !== "input") continue;
    const state = held.state[String(block.block_id)]?.[String(element.action_id)];
    const filled = isFilled(state);
    if (!filled && block.optional !== true)
      throw new RefusedByClient("required_field", "Please complete this required field.");
    const problem = filled ? lengthProblem(element, state) : null;
    if (problem !== null) throw new RefusedByClient("length", `Please write ${problem}.`);
  }
}

function pop(world: World, held: HeldView): void {
  const stack = world.views.get(held.user) ?? [];
  // One that was closed meanwhile closes nothing that stands.
  if (!stack.includes(held)) return;
  world.views.set(held.user, stack.slice(0, stack.indexOf(held)));
  stackChanged(world, held.user);
}

type Ending = Pick<ViewOutcome, "action" | "errors" | "error">;

/** `errors` must name input blocks of the view, else the client shows that it had trouble connecting. */
function showErrors(world: World, held: HeldView, given: unknown): Ending {
  const inputs = new Set(
    listOf(held.source.blocks)
      .filter((block) => block.type === "input")
      .map((block) => String(block.block_id)),
  );
  const errors = isWire(given) ? given : {};
  if (Object.keys(errors).length === 0 || Object.keys(errors).some((id) => !inputs.has(id))) {
    return { action: "failed", error: "invalid_errors" };
  }
  held.errors = Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)]));
  stackChanged(world, held.user);
  return { action: "errors", errors: held.errors };
}

function showView(world: World, held: HeldView, action: "updated" | "pushed", given: unknown): Ending {
  try {
    const view = checkedView(isWire(given) ? given : {});
    if (action === "updated") replaceContent(world, held, view);
    else pushModal(world, held.user, view);
    return { action };
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    return { action: "failed", error: error.message };
  }
}

function endingOf(world: World, held: HeldView, answer: unknown): Ending {
  const body = isWire(answer) ? answer : {};
  switch (body.response_action) {
    case undefined:
      pop(world, held);
      return { action: "closed" };
    case "errors":
      return showErrors(world, held, body.errors);
    case "update":
      return showView(world, held, "updated", body.view);
    case "push":
      return showView(world, held, "pushed", body.view);
    case "clear":
      world.views.set(held.user, []);
      stackChanged(world, held.user);
      return { action: "cleared" };
    default:
      return { action: "failed", error: "invalid_response_action" };
  }
}

/** The submit button. Unanswered, the view stays and says that it had trouble connecting. */
export async function submitView(office: DeliveryOffice, given: ViewSubmit): Promise<ViewOutcome> {
  const { world } = office;
  const user = personOf(world, given.user);
  const held = modalOf(world, user, given.viewId);
  setValues(held, given.values);
  checkInputs(held);
  held.errors = {};
  const body = viewSubmission(world, user, held);
  const outgoing = { kind: "interactive" as const, type: "view_submission", channel: null, body };
  const outcome = outcomeOf(await deliverInteraction(office, outgoing), body);
  if (!outcome.acked) return { ...outcome, action: "failed" };
  return { ...outcome, ...endingOf(world, held, outcome.answer) };
}

/** The close button. The app hears of it only where the view asked for that. */
export async function closeView(
  office: DeliveryOffice,
  given: { user: string; viewId?: string },
): Promise<InteractionOutcome> {
  const { world } = office;
  const user = personOf(world, given.user);
  const held = modalOf(world, user, given.viewId);
  const isCleared = held.source.clear_on_close === true;
  if (isCleared) world.views.set(user.id, []);
  else pop(world, held);
  if (isCleared) stackChanged(world, user.id);
  if (held.source.notify_on_close !== true) return { sent: false, acked: false };
  const body = viewClosed(world, user, held, isCleared);
  const outgoing = { kind: "interactive" as const, type: "view_closed", channel: null, body };
  return outcomeOf(await deliverInteraction(office, outgoing), body);
}
