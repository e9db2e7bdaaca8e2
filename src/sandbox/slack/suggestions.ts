import { type DeliveryOffice, deliverInteraction } from "./delivery-office.ts";
import { checkOption } from "./element-rules.ts";
import { optionsOf } from "./element-state.ts";
import { findEphemeral } from "./ephemerals.ts";
import { type Place, suggestionPayload } from "./interaction-payloads.ts";
import { findElement, heldBy, outcomeOf } from "./interactions.ts";
import { LIMITS } from "./limits.ts";
import { isExternal, offer } from "./offers.ts";
import { personOf, postOf, seenChannel } from "./people.ts";
import { RefusedByClient } from "./refusals.ts";
import { checkList, checkText, type Findings, noFindings, report } from "./rule-book.ts";
import type { OfferedGroup, Search, SearchOutcome } from "./types/acts.ts";
import { isWire, listOf, type Wire } from "./wire.ts";
import type { User, World } from "./workspace.ts";

/** Slack asks the app only when this much is typed, where the element doesn't say. */
const MIN_QUERY = 3;

function placeOf(world: World, user: User, given: Search): Place {
  if (given.viewId !== undefined) return { held: heldBy(world, user, given.viewId) };
  const channel = seenChannel(world, user, given.channel ?? "");
  const ephemeral = findEphemeral(world, user.id, channel.id, given.ts ?? "");
  return ephemeral === undefined
    ? { channel, post: postOf(channel, given.ts ?? "") }
    : { channel, ephemeral };
}

function blocksOf(place: Place): Wire[] {
  if ("held" in place) return listOf(place.held.source.blocks);
  return "post" in place ? place.post.blocks : place.ephemeral.blocks;
}

function groupsOf(answer: Wire): OfferedGroup[] {
  const shown = (options: unknown) =>
    listOf(options).map((option) => ({
      text: String(isWire(option.text) ? option.text.text : ""),
      value: String(option.value),
    }));
  if (answer.option_groups === undefined) return [{ label: null, options: shown(answer.options) }];
  return listOf(answer.option_groups).map(({ label, options }) => ({
    label: String(isWire(label) ? label.text : ""),
    options: shown(options),
  }));
}

function checkOptions(findings: Findings, owner: Wire, at: string): void {
  checkList(findings, owner, "options", at, { min: 0, max: LIMITS.options }, (option, pointer) =>
    checkOption(findings, option, pointer, ["plain_text"]),
  );
}

function checkGroup(findings: Findings, group: unknown, at: string): void {
  if (!isWire(group)) {
    report(findings, at, "must be an object");
    return;
  }
  checkText(findings, group, "label", at, { max: LIMITS.optionText, required: true });
  checkOptions(findings, group, at);
}

/** Options, or groups of them; none at all is fine. */
function checkMenu(findings: Findings, answer: Wire): void {
  const range = { min: 0, max: LIMITS.optionGroups };
  if (answer.option_groups === undefined) checkOptions(findings, answer, "");
  else
    checkList(findings, answer, "option_groups", "", range, (group, pointer) =>
      checkGroup(findings, group, pointer),
    );
}

/** What the app answered, if a menu can be made of it. */
function menuOf(answer: unknown): Wire | null {
  if (!isWire(answer)) return null;
  const findings = noFindings();
  checkMenu(findings, answer);
  return findings.messages.length === 0 ? answer : null;
}

/** A person types into a select whose options the app gives, and sees what it offers. */
export async function search(office: DeliveryOffice, given: Search): Promise<SearchOutcome> {
  const { world } = office;
  const user = personOf(world, given.user);
  const place = placeOf(world, user, given);
  const pressed = findElement(blocksOf(place), given);
  const { element } = pressed;
  if (!isExternal(element))
    throw new RefusedByClient("no_search", `${given.actionId} does not ask the app for its options.`);
  const least = typeof element.min_query_length === "number" ? element.min_query_length : MIN_QUERY;
  if (given.query.length < least) return { sent: false, acked: false, groups: [] };
  const body = suggestionPayload(world, user, place, pressed, given.query);
  const outgoing = {
    kind: "interactive" as const,
    type: "block_suggestion",
    channel: given.channel ?? null,
    body,
  };
  const outcome = outcomeOf(await deliverInteraction(office, outgoing), body);
  if (!outcome.acked) return { ...outcome, groups: [] };
  const menu = menuOf(outcome.answer);
  if (menu === null) return { ...outcome, error: "invalid_options", groups: [] };
  offer(element, optionsOf(menu));
  return { ...outcome, groups: groupsOf(menu) };
}
