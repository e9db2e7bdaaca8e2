import { elementsIn, initialState, isStateful } from "./element-state.ts";
import { apiMessage } from "./render-message.ts";
import { newResponseUrl, newTrigger } from "./triggers.ts";
import { renderView } from "./views.ts";
import { listOf, type Wire } from "./wire.ts";
import type { Channel, Ephemeral, HeldView, Post, User, World } from "./workspace.ts";

/** Who did it and where the app is installed: the start of every payload. */
function payloadBase(world: World, type: string, user: User): Wire {
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: world.appId,
    token: world.verificationToken,
    team: { id: world.teamId, domain: world.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** `{ id, name }` of a conversation, as payloads name it. */
function channelField(channel: Channel): Wire {
  const names = { im: "directmessage", mpim: channel.name, group: "privategroup", channel: channel.name };
  return { id: channel.id, name: names[channel.kind] };
}

function stateOf(blocks: Wire[]): Wire {
  const values: Record<string, Record<string, Wire>> = {};
  for (const { block, element } of elementsIn(blocks)) {
    if (!isStateful(element)) continue;
    const blockId = String(block.block_id);
    values[blockId] = { ...values[blockId], [String(element.action_id)]: initialState(element) };
  }
  return { values };
}

/** One entry of `actions`: the element's own fields and what was chosen. */
export function actionEntry(world: World, block: Wire, element: Wire, chosen: Wire): Wire {
  const entry: Wire = { action_id: element.action_id, block_id: block.block_id };
  for (const key of ["text", "value", "style", "url", "placeholder", "confirm"]) {
    if (element[key] !== undefined) entry[key] = element[key];
  }
  return { ...entry, ...chosen, type: element.type, action_ts: world.mint.ts() };
}

/** block_actions on a message, or on an ephemeral one (which comes without its content). */
export function messageActions(
  world: World,
  user: User,
  channel: Channel,
  on: { post: Post } | { ephemeral: Ephemeral },
  action: Wire,
): Wire {
  const isEphemeral = "ephemeral" in on;
  const target = isEphemeral ? on.ephemeral : on.post;
  const thread =
    isEphemeral || target.threadTs !== null ? target.threadTs : on.post.replies.length > 0 ? target.ts : null;
  const message = isEphemeral ? {} : { message: apiMessage(world, on.post, { metadata: true }) };
  return {
    ...payloadBase(world, "block_actions", user),
    container: {
      type: "message",
      message_ts: target.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(thread === null ? {} : { thread_ts: thread }),
    },
    trigger_id: newTrigger(world, user.id, null),
    channel: channelField(channel),
    ...message,
    state: stateOf(target.blocks),
    actions: [action],
  };
}

/** Where an element stands: in a view, in a message, or in one that only one person sees. */
export type Place =
  | { held: HeldView }
  | { channel: Channel; post: Post }
  | { channel: Channel; ephemeral: Ephemeral };

function placeFields(world: World, place: Place): Wire {
  if ("held" in place)
    return {
      container: { type: "view", view_id: place.held.id },
      view: renderView(world, place.held),
    };
  const isEphemeral = "ephemeral" in place;
  const target = isEphemeral ? place.ephemeral : place.post;
  return {
    container: {
      type: "message",
      message_ts: target.ts,
      channel_id: place.channel.id,
      is_ephemeral: isEphemeral,
    },
    channel: channelField(place.channel),
    ...(isEphemeral ? {} : { message: apiMessage(world, place.post, { metadata: true }) }),
  };
}

/** What was typed so far into a select whose options the app knows. It carries no trigger: nothing can be opened from it. */
export function suggestionPayload(
  world: World,
  user: User,
  place: Place,
  { block, element }: { block: Wire; element: Wire },
  query: string,
): Wire {
  return {
    ...payloadBase(world, "block_suggestion", user),
    ...placeFields(world, place),
    action_id: element.action_id,
    block_id: block.block_id,
    value: query,
  };
}

/** block_actions in a modal or in the app's home. */
export function viewActions(world: World, user: User, held: HeldView, action: Wire): Wire {
  return {
    ...payloadBase(world, "block_actions", user),
    container: { type: "view", view_id: held.id },
    trigger_id: newTrigger(world, user.id, held.id),
    view: renderView(world, held),
    actions: [action],
  };
}

export function viewSubmission(world: World, user: User, held: HeldView): Wire {
  return {
    ...payloadBase(world, "view_submission", user),
    trigger_id: newTrigger(world, user.id, held.id),
    view: renderView(world, held),
    response_urls: askedUrls(world, user, held),
  };
}

/** A view's answer has nowhere to be posted, unless an input asks for the address of the conversation that is chosen in it. */
function askedUrls(world: World, user: User, held: HeldView): Wire[] {
  return elementsIn(listOf(held.source.blocks)).flatMap(({ block, element }) => {
    if (element.response_url_enabled !== true || block.type !== "input") return [];
    const { block_id, action_id } = {
      block_id: String(block.block_id),
      action_id: String(element.action_id),
    };
    const state = held.state[block_id]?.[action_id] ?? {};
    const chosen = state.selected_conversation ?? state.selected_channel;
    if (typeof chosen !== "string") return [];
    const target = { user: user.id, channel: chosen, threadTs: null, ts: null, isEphemeral: false };
    const response_url = newResponseUrl(world, "app", target);
    return [{ block_id, action_id, channel_id: chosen, response_url }];
  });
}

export function viewClosed(world: World, user: User, held: HeldView, isCleared: boolean): Wire {
  return { ...payloadBase(world, "view_closed", user), view: renderView(world, held), is_cleared: isCleared };
}

export function shortcutPayload(world: World, user: User, callbackId: string): Wire {
  const { api_app_id, ...base } = payloadBase(world, "shortcut", user);
  const trigger = newTrigger(world, user.id, null);
  return { ...base, action_ts: world.mint.ts(), callback_id: callbackId, trigger_id: trigger };
}

export function messageShortcutPayload(
  world: World,
  user: User,
  channel: Channel,
  post: Post,
  callbackId: string,
): Wire {
  const { api_app_id, ...base } = payloadBase(world, "message_action", user);
  return {
    ...base,
    user: { id: user.id, name: user.name, team_id: user.teamId },
    action_ts: world.mint.ts(),
    channel: channelField(channel),
    callback_id: callbackId,
    trigger_id: newTrigger(world, user.id, null),
    message_ts: post.ts,
    message: apiMessage(world, post, { metadata: true }),
  };
}

export function slashPayload(
  world: World,
  user: User,
  channel: Channel,
  command: string,
  text: string,
): Wire {
  return {
    token: world.verificationToken,
    team_id: world.teamId,
    team_domain: world.teamDomain,
    channel_id: channel.id,
    channel_name: channelField(channel).name,
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: world.appId,
    is_enterprise_install: "false",
    trigger_id: newTrigger(world, user.id, null),
  };
}
