/** What the account tells whoever subscribed: that something happened, hardly ever what. */
import { renderConsent } from "./consents.ts";
import type { Consent, Message, Thread } from "./entities.ts";
import { renderInstant } from "./render-message.ts";
import { handlersOf, iso, type World } from "./world.ts";

/** Before it is known who hears it. */
export interface Happening {
  /** The filter that it answers to, without its query. */
  readonly path: string;
  /** What the filter's query may ask for. */
  readonly params: Readonly<Record<string, string>>;
  /** Whose it is, by extension id; empty: the account's. */
  readonly owner: string;
  /** Who may hear it, by extension id; null: whoever may subscribe to it. */
  readonly audience: readonly string[] | null;
  readonly body: unknown;
  readonly kind: "inbound" | "status";
  readonly sid: string;
}

/** Each resolves when whoever subscribed was told, or not. */
export interface Hints {
  /** A text came into a message store. */
  came(message: Message): Promise<void>;
  /** A text in a message store is new, or another one. */
  stored(message: Message, how: "new" | "updated"): Promise<void>;
  /** Something about a thread that all who answer it hear. */
  thread(thread: Thread): Promise<void>;
  /** A note in it: all hear it that nobody has, else its assignee alone. */
  noted(thread: Thread): Promise<void>;
  /** A text in a thread: all hear it that nobody has, else its assignee alone. */
  spoken(message: Message, assignee: string | null): Promise<void>;
  /** Who opted out or in: those of its hints that say so. */
  consents(changed: readonly Consent[]): Promise<void>;
}

export function createHints(world: World, tell: (happening: Happening) => Promise<void>): Hints {
  const account = `/restapi/v1.0/account/${world.accountId}`;
  const threadHappenings = (thread: Thread, audience: readonly string[], message?: Message): Happening[] => {
    const body = { lastModifiedTime: iso(message?.changedAt ?? thread.changedAt) };
    const common = {
      params: {},
      owner: "",
      audience,
      body,
      kind: message?.direction === "Inbound" ? ("inbound" as const) : ("status" as const),
      sid: message === undefined ? "" : String(message.id),
    };
    return [
      { ...common, path: `${account}/message-threads/entries/sync` },
      { ...common, path: `${account}/message-threads/sync` },
    ];
  };
  const tellAll = async (happenings: readonly Happening[]) => {
    await Promise.all(happenings.map(tell));
  };

  return {
    async came(message) {
      const owner = message.extension ?? "";
      await tell({
        path: `${account}/extension/${owner}/message-store/instant`,
        params: { type: "SMS" },
        owner,
        audience: null,
        body: renderInstant(world, message),
        kind: "inbound",
        sid: String(message.id),
      });
    },
    async stored(message, how) {
      const owner = message.extension ?? "";
      const isNew = how === "new";
      await tell({
        path: `${account}/extension/${owner}/message-store`,
        params: { type: "SMS", direction: message.direction },
        owner,
        audience: null,
        body: {
          accountId: world.accountId,
          extensionId: owner,
          lastUpdated: iso(message.changedAt),
          changes: [
            {
              type: "SMS",
              newCount: isNew ? 1 : 0,
              updatedCount: isNew ? 0 : 1,
              ...(isNew ? { newMessageIds: [String(message.id)] } : {}),
            },
          ],
        },
        kind: "status",
        sid: String(message.id),
      });
    },
    thread: (thread) => tellAll(threadHappenings(thread, handlersOf(thread.line))),
    noted: (thread) =>
      tellAll(
        threadHappenings(thread, thread.assignee === null ? handlersOf(thread.line) : [thread.assignee]),
      ),
    async spoken(message, assignee) {
      const { thread } = message;
      if (thread === null) return;
      await tellAll(
        threadHappenings(thread, assignee === null ? handlersOf(thread.line) : [assignee], message),
      );
    },
    async consents(changed) {
      await tell({
        path: `/restapi/v2/accounts/${world.accountId}/sms/consents`,
        params: {},
        owner: "",
        audience: null,
        body: { records: changed.map(renderConsent) },
        kind: "status",
        sid: "",
      });
    },
  };
}
