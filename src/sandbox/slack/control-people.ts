import { deleteAsPerson, editAsPerson, meMessage, postAsPerson } from "./composer.ts";
import type { DeliveryOffice } from "./delivery-office.ts";
import { openDirect } from "./directs.ts";
import { storedText } from "./entities.ts";
import { findEphemeral, forgetEphemerals, removeEphemeral } from "./ephemerals.ts";
import { sendTeamEvent } from "./events.ts";
import { isEmoji } from "./inline-context.ts";
import { globalShortcut, messageShortcut, press } from "./interactions.ts";
import { addPost } from "./messages.ts";
import { closeView, fillIn, submitView } from "./modals.ts";
import { channelOf, personOf, postOf, seenChannel } from "./people.ts";
import { addReaction, removeReaction } from "./reactions.ts";
import { RefusedByClient } from "./refusals.ts";
import { slashCommand } from "./slash-command.ts";
import { search } from "./suggestions.ts";
import type { NewBotPost, PostedMessage } from "./types/acts.ts";
import type { SlackControl } from "./types/control.ts";
import { renderView } from "./views.ts";
import type { World } from "./workspace.ts";

type PeopleControl = Pick<
  SlackControl,
  | "post"
  | "meMessage"
  | "edit"
  | "deleteMessage"
  | "react"
  | "unreact"
  | "dismiss"
  | "press"
  | "search"
  | "fillIn"
  | "submitView"
  | "closeView"
  | "slashCommand"
  | "messageShortcut"
  | "globalShortcut"
  | "openHome"
  | "follow"
  | "unfollow"
  | "markRead"
  | "setActive"
  | "setPreference"
  | "reload"
  | "messageAsBot"
>;

type Reaction = Parameters<SlackControl["react"]>[0];

function react(world: World, given: Reaction, add: boolean): void {
  const user = personOf(world, given.user);
  const channel = seenChannel(world, user, given.channel);
  const name = given.name.replace(/^:|:$/g, "");
  if (!isEmoji(world, name)) throw new RefusedByClient("invalid_name", `There is no emoji :${name}:.`);
  const change = add ? addReaction : removeReaction;
  change(world, channel, postOf(channel, given.ts), user.id, name);
}

function dismiss(world: World, given: { user: string; channel: string; ts: string }): void {
  const ephemeral = findEphemeral(world, given.user, given.channel, given.ts);
  if (ephemeral !== undefined) removeEphemeral(world, ephemeral);
}

function openHome(world: World, given: { user: string; tab?: "home" | "messages" }): void {
  const user = personOf(world, given.user);
  const home = world.homes.get(user.id);
  const tab = given.tab ?? "home";
  const { homeTab, messagesTab } = world.settings;
  if (tab === "home" && !homeTab) throw new RefusedByClient("no_such_tab", "The app has no Home tab.");
  if (tab === "messages" && messagesTab === "off")
    throw new RefusedByClient("no_such_tab", "The app has no Messages tab.");
  sendTeamEvent(world, {
    type: "app_home_opened",
    user: user.id,
    channel: openDirect(world, [user.id]).channel.id,
    event_ts: world.mint.ts(),
    tab,
    ...(home === undefined || tab !== "home" ? {} : { view: renderView(world, home) }),
  });
}

function rootFollowers(world: World, given: { channel: string; ts: string }): Set<string> {
  const channel = channelOf(world, given.channel);
  const post = postOf(channel, given.ts);
  return (channel.posts.get(post.threadTs ?? post.ts) ?? post).followers;
}

function markRead(world: World, given: { user: string; channel: string; threadTs?: string }): void {
  if (given.threadTs === undefined) world.unread.get(given.user)?.delete(given.channel);
  else world.unreadThreads.get(given.user)?.delete(`${given.channel}/${given.threadTs}`);
}

function setActive(world: World, given: { user: string; active: boolean }): void {
  personOf(world, given.user).active = given.active;
}

function setPreference(world: World, given: Parameters<SlackControl["setPreference"]>[0]): void {
  const user = personOf(world, given.user);
  if (given.channel === undefined) user.preference = given.level;
  else user.channelPreferences.set(given.channel, given.level);
}

function messageAsBot(world: World, given: NewBotPost): PostedMessage {
  const channel = channelOf(world, given.channel);
  const post = addPost(world, channel, {
    text: storedText(given.text, true),
    subtype: "bot_message",
    botId: "B0OTHERBOT",
    appId: "A0OTHERAPP",
    username: given.name ?? "Other App",
    blocks: given.blocks ?? [],
    threadTs: given.threadTs ?? null,
  });
  return { channel: channel.id, ts: post.ts };
}

/** People, and other apps, at work. */
export function createPeopleControl(world: World, office: DeliveryOffice): PeopleControl {
  return {
    post: (given) => postAsPerson(world, given),
    meMessage: (given) => meMessage(world, given),
    edit: (given) => editAsPerson(world, given),
    deleteMessage: (given) => deleteAsPerson(world, given),
    react: (given) => react(world, given, true),
    unreact: (given) => react(world, given, false),
    dismiss: (given) => dismiss(world, given),
    press: (given) => press(office, given),
    search: (given) => search(office, given),
    fillIn: (given) => fillIn(world, given),
    submitView: (given) => submitView(office, given),
    closeView: (given) => closeView(office, given),
    slashCommand: (given) => slashCommand(office, given),
    messageShortcut: (given) => messageShortcut(office, given),
    globalShortcut: (given) => globalShortcut(office, given),
    openHome: (given) => openHome(world, given),
    follow: (given) => {
      rootFollowers(world, given).add(personOf(world, given.user).id);
    },
    unfollow: (given) => {
      rootFollowers(world, given).delete(given.user);
    },
    markRead: (given) => markRead(world, given),
    setActive: (given) => setActive(world, given),
    setPreference: (given) => setPreference(world, given),
    reload: (user) => forgetEphemerals(world, user),
    messageAsBot: (given) => messageAsBot(world, given),
  };
}
