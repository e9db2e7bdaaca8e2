/** A person at work with the app alone: at its Home, before its modals, and in their direct messages with it. */
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { InteractionOutcome } from "../../src/sandbox/slack/types/acts.ts";
import type { FileView, MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { type AtModal, createAtModal } from "./open-modal.ts";
import { buttons, customerWords, menus, shown } from "./reading.ts";

export interface Person extends AtModal {
  /** The direct conversation with the app. */
  readonly channel: string;
  /** A command with what is behind it (`/sms dee hello`), in the direct messages with the app unless a channel is named. */
  types(command: string, place?: string): Promise<InteractionOutcome>;
  /** One of the app's global shortcuts, by its callback id. */
  opensShortcut(callbackId: string): Promise<InteractionOutcome>;

  opensHome(tab?: "home" | "messages"): void;
  /** Everything that stands at the Home; empty before it is drawn. */
  seesAtHome(): string;
  pressesAtHome(label: string): Promise<InteractionOutcome>;
  /** Chooses from the menu with that placeholder. */
  choosesAtHome(menu: string, option: string): Promise<InteractionOutcome>;

  /** What stands in the direct messages outside of threads, oldest first. */
  seesInDirect(): MessageView[];
  /** The newest message there with a thread's buttons on it and that word, or the newest at all. */
  directCard(word?: string): MessageView | undefined;
  /** The replies under it, oldest first. */
  directThread(root: MessageView): MessageView[];
  /** Customers' words in that thread, one entry a text, oldest first. */
  directTexts(root: MessageView): string[];
  /** The files that stand in the direct messages with the app, oldest first, to be read. */
  filesInDirect(): FileView[];

  /** The group direct messages with the app and these colleagues; null where there are none. */
  groupWith(...colleagues: string[]): Group | null;
  writesInDirect(text: string): string;
  repliesInDirect(root: { readonly ts: string }, text: string): string;
  editsInDirect(ts: string, text: string): void;
  deletesInDirect(ts: string): void;
  marksInDirect(ts: string): string[];
  pressesInDirect(message: { readonly ts: string }, label: string): Promise<InteractionOutcome>;
  /** Chooses from the menu with that placeholder, on a message there. */
  choosesInDirect(
    message: { readonly ts: string },
    menu: string,
    option: string,
  ): Promise<InteractionOutcome>;
}

/** Group direct messages, as one of the people in them. */
export interface Group {
  readonly channel: string;
  /** What stands there outside of threads, oldest first. */
  sees(): MessageView[];
  writes(text: string, threadTs?: string): string;
  edits(ts: string, text: string): void;
  presses(message: { readonly ts: string }, label: string): Promise<InteractionOutcome>;
}

export function createPerson(sandbox: Sandbox, user: string): Person {
  const { control } = sandbox.slack;
  const channel = control.directMessage(user);
  const home = () => control.home(user);
  const message = (ts: string): MessageView => {
    const found = control.message(channel, ts);
    if (found === null) throw new Error(`${user} has no direct message ${ts}`);
    return found;
  };
  const atHome = () => {
    const view = home();
    if (view === null) throw new Error(`the app has drawn no Home for ${user}`);
    return { view, surface: { text: "", blocks: view.view.blocks } };
  };
  const seesInDirect = () => control.messages(channel);

  return {
    channel,
    types(typed, place = channel) {
      const [command = "", ...words] = typed.split(" ");
      return control.slashCommand({ user, channel: place, command, text: words.join(" ") });
    },
    opensShortcut: (callbackId) => control.globalShortcut({ user, callbackId }),
    opensHome: (tab = "home") => control.openHome({ user, tab }),
    seesAtHome: () => {
      const view = home();
      return view === null ? "" : JSON.stringify(view.view.blocks);
    },
    pressesAtHome(label) {
      const { view, surface } = atHome();
      return control.press({ user, viewId: view.id, actionId: buttonOn(surface, label) });
    },
    choosesAtHome(menu, option) {
      const { view, surface } = atHome();
      return control.press({ user, viewId: view.id, ...chosenOn(surface, menu, option) });
    },

    filesInDirect: () => control.files(channel),
    groupWith(...colleagues) {
      const place = control.groupDirectMessage([user, ...colleagues]);
      if (place === null) return null;
      return {
        channel: place,
        sees: () => control.messages(place),
        writes: (text, threadTs) =>
          control.post({ user, channel: place, text, ...(threadTs === undefined ? {} : { threadTs }) }).ts,
        edits: (ts, text) => control.edit({ user, channel: place, ts, text }),
        async presses({ ts }, label) {
          const actionId = buttonOn(control.message(place, ts) ?? { blocks: [] }, label);
          return control.press({ user, channel: place, ts, actionId });
        },
      };
    },

    seesInDirect,
    directCard: (word = "") =>
      seesInDirect().findLast(
        (post) => post.botId !== null && buttons(post).length > 0 && shown(post).includes(word),
      ),
    directThread: ({ ts }) => control.thread(channel, ts).slice(1),
    directTexts: ({ ts }) => control.thread(channel, ts).slice(1).flatMap(customerWords),
    writesInDirect: (text) => control.post({ user, channel, text }).ts,
    repliesInDirect: ({ ts }, text) => control.post({ user, channel, text, threadTs: ts }).ts,
    editsInDirect: (ts, text) => control.edit({ user, channel, ts, text }),
    deletesInDirect: (ts) => control.deleteMessage({ user, channel, ts }),
    marksInDirect: (ts) => control.message(channel, ts)?.reactions.map(({ name }) => name) ?? [],
    async pressesInDirect({ ts }, label) {
      return control.press({ user, channel, ts, actionId: buttonOn(message(ts), label) });
    },
    async choosesInDirect({ ts }, menu, option) {
      return control.press({ user, channel, ts, ...chosenOn(message(ts), menu, option) });
    },

    ...createAtModal(sandbox, user),
  };
}

function buttonOn(surface: { readonly blocks: unknown }, label: string): string {
  const button = buttons(surface).find((candidate) => candidate.label === label);
  if (button === undefined) throw new Error(`there is no button ${label}`);
  return button.actionId;
}

function chosenOn(
  surface: { readonly blocks: unknown },
  placeholder: string,
  label: string,
): { actionId: string; value: string } {
  const menu = menus(surface).find((candidate) => candidate.placeholder === placeholder);
  const option = menu?.options.find((candidate) => candidate.label === label);
  if (menu === undefined || option === undefined) throw new Error(`there is no ${placeholder}: ${label}`);
  return { actionId: menu.actionId, value: option.value };
}
