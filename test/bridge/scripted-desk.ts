/** A desk that remembers what was done at it, and fails when it was told to. */
import type { FetchOutcome } from "../../src/bridge/contracts/carrier-media.ts";
import type {
  Desk,
  DeskFile,
  DeskHistory,
  DeskReply,
  Found,
  HandedFile,
  MemberPost,
  Offer,
  PrivateNotice,
  Reminder,
  SharedFile,
  StaffWords,
  ThreadPost,
} from "../../src/bridge/contracts/desk.ts";
import type { CardModel } from "../../src/domain/card.ts";
import { DeskError, type DeskFailureKind } from "../../src/domain/errors.ts";
import type { Home } from "../../src/domain/home.ts";
import type { DeskFileId, NoticeId, SlackChannelId, SlackTs, SlackUserId } from "../../src/domain/ids.ts";
import type { ListProgress } from "../../src/domain/list-progress.ts";
import type { Mark } from "../../src/domain/mark.ts";
import type { OwnLines } from "../../src/domain/own-lines.ts";
import type { Place, Sentence } from "../../src/domain/sentence.ts";

export interface Posted {
  readonly channel: SlackChannelId;
  readonly ts: SlackTs;
  /** Null for a root. */
  readonly thread: SlackTs | null;
  readonly key: string;
  readonly card: CardModel | null;
  post: ThreadPost | null;
}

type Call = Exclude<keyof Desk, "claimSlot">;
interface Trouble {
  readonly call: Call;
  readonly error: DeskError;
  /** The call has its effect, and only its answer is lost. */
  readonly afterwards: boolean;
}

/** The choices by their words alone. */
export interface Offered {
  readonly notice: NoticeId;
  readonly choices: readonly string[];
}

export type Told = Omit<PrivateNotice, "offer"> & { readonly offer: Offered | null };

function offered({ notice, choices }: Offer): Offered {
  return { notice, choices: choices.map(({ choice }) => choice) };
}

export interface ScriptedDesk {
  readonly desk: Desk;
  readonly history: DeskHistory;
  /** Every call, in order, by name. */
  readonly calls: Call[];
  readonly posted: Posted[];
  readonly cards: { readonly card: CardModel; readonly at: Place }[];
  readonly told: Told[];
  /** Every choice that was shown to someone, in order, though its buttons may be gone now. */
  readonly offers: Offered[];
  readonly answered: string[];
  readonly reminders: { readonly channel: SlackChannelId; readonly reminder: Reminder }[];
  readonly welcomed: { readonly user: SlackUserId; readonly home: OwnLines }[];
  readonly homes: { readonly user: SlackUserId; readonly home: Home }[];
  /** How far lists were, each time that it was drawn. */
  readonly progress: ListProgress[];
  readonly staff: { readonly channel: SlackChannelId; readonly post: MemberPost }[];
  readonly files: {
    readonly to: SlackUserId;
    readonly sentence: Sentence;
    readonly files: readonly DeskFile[];
  }[];
  /** What was handed over, in order; `F1` is the first. */
  readonly handed: HandedFile[];
  readonly shared: {
    readonly thread: SlackTs;
    readonly ts: SlackTs;
    readonly files: readonly SharedFile[];
    readonly words: Sentence | null;
  }[];
  readonly found: { readonly responseUrl: string; readonly found: Found }[];
  /** What people have written in group direct messages, as it stands now. */
  readonly words: StaffWords[];
  readonly rewritten: { readonly at: Place; readonly post: ThreadPost }[];
  /** Members' messages as they stand now, by place; what is not there is gone. */
  readonly standing: Map<string, DeskReply>;
  /** What a look at a channel's past shows. */
  readonly missed: DeskReply[];
  /** Channels whose past was asked for, and since when. */
  readonly caughtUp: { readonly channel: SlackChannelId; readonly since: number }[];
  readonly users: Map<string, SlackUserId>;
  /** What the desk shows of people's e-mails. */
  readonly emails: Map<SlackUserId, string>;
  /** What people are called there. */
  readonly names: Map<SlackUserId, string>;
  readonly reread: Place[];
  /** What hangs on members' messages, by id; anything else is gone. */
  readonly attached: Map<string, FetchOutcome | (() => Promise<FetchOutcome>)>;
  /** What of it was asked for, in order. */
  readonly fetched: string[];
  /** The next call of this name fails. */
  fail(
    call: Call,
    kind: DeskFailureKind,
    how?: { certain?: boolean; afterwards?: boolean; retryAfterMs?: number },
  ): void;
  /** Everything posted into this channel fails until it is cleared. */
  readonly closed: Set<SlackChannelId>;
  marksOn(place: Place): readonly Mark[];
  /** Whether what a new mark replaces stands on for now. */
  takesAwayLater: boolean;
  /** Whether posts may not be looked for. */
  blind: boolean;
  /** What happens in the middle of the next post, before it is answered. */
  during: (() => Promise<void>) | null;
}

export function deskError(kind: DeskFailureKind, certain = true, retryAfterMs?: number): DeskError {
  const pause = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new DeskError(`the desk says ${kind}`, { kind, retryable: false, certain, ...pause });
}

export const keyOf = ({ channel, ts }: Place): string => `${channel}/${ts}`;

const sharesWord = (one: string, other: string): boolean =>
  one.split(" ").some((word) => other.split(" ").includes(word));

export function createScriptedDesk(newTs: () => SlackTs): ScriptedDesk {
  const troubles: Trouble[] = [];
  const marks = new Map<string, Mark[]>();
  const script: Omit<ScriptedDesk, "desk" | "history" | "fail" | "marksOn"> = {
    calls: [],
    posted: [],
    cards: [],
    told: [],
    offers: [],
    answered: [],
    reminders: [],
    welcomed: [],
    homes: [],
    progress: [],
    staff: [],
    files: [],
    handed: [],
    shared: [],
    found: [],
    words: [],
    rewritten: [],
    standing: new Map(),
    missed: [],
    caughtUp: [],
    users: new Map(),
    emails: new Map(),
    names: new Map(),
    reread: [],
    attached: new Map(),
    fetched: [],
    closed: new Set(),
    takesAwayLater: false,
    blind: false,
    during: null,
  };
  const scripted: ScriptedDesk = {
    ...script,
    desk: createDesk(),
    history: createHistory(),
    fail: (call, kind, { certain = true, afterwards = false, retryAfterMs } = {}) => {
      troubles.push({ call, error: deskError(kind, certain, retryAfterMs), afterwards });
    },
    marksOn: (place) => marks.get(keyOf(place)) ?? [],
  };
  return scripted;

  async function act<T>(call: Call, channel: SlackChannelId | null, effect: () => T): Promise<T> {
    scripted.calls.push(call);
    if (channel !== null && scripted.closed.has(channel)) throw deskError("channel_closed");
    const at = troubles.findIndex((trouble) => trouble.call === call);
    const [trouble] = at === -1 ? [] : troubles.splice(at, 1);
    if (trouble !== undefined && !trouble.afterwards) throw trouble.error;
    const result = effect();
    const { during } = scripted;
    scripted.during = null;
    if (during !== null) await during();
    if (trouble !== undefined) throw trouble.error;
    return result;
  }

  function put(posted: Omit<Posted, "ts">): SlackTs {
    const ts = newTs();
    scripted.posted.push({ ...posted, ts });
    return ts;
  }

  function takeAway(at: Place, gone: readonly Mark[]): void {
    marks.set(
      keyOf(at),
      scripted.marksOn(at).filter((old) => !gone.includes(old)),
    );
  }

  function show(ts: SlackTs, post: ThreadPost): SlackTs {
    if (post.kind === "line" && post.offer !== null) scripted.offers.push(offered(post.offer));
    return ts;
  }

  function createDesk(): Desk {
    return {
      claimSlot: () => 0,
      openThread: (card, key) =>
        act("openThread", card.channel, () =>
          put({ channel: card.channel, thread: null, key, card, post: null }),
        ),
      post: ({ channel, ts }, post, key) =>
        act("post", channel, () => show(put({ channel, thread: ts, key, card: null, post }), post)),
      rewrite: (at, post) =>
        act("rewrite", at.channel, () => {
          scripted.rewritten.push({ at, post });
          const standing = scripted.posted.find(({ ts }) => ts === at.ts);
          if (standing !== undefined) standing.post = post;
        }),
      openDirect: (user) => act("openDirect", null, () => `D${user}` as SlackChannelId),
      openGroup: (users) => act("openGroup", null, () => `G${users.join("-")}` as SlackChannelId),
      postAtTop: (channel, post, key) =>
        act("postAtTop", channel, () => {
          scripted.staff.push({ channel, post });
          return put({ channel, thread: null, key, card: null, post: null });
        }),
      refreshCard: (card, at) =>
        act("refreshCard", at.channel, () => {
          scripted.cards.push({ card, at });
        }),
      mark: (at, mark, replaced) =>
        act("mark", at.channel, () => {
          const left = scripted.takesAwayLater ? replaced : [];
          takeAway(at, [mark, ...replaced.filter((old) => !left.includes(old))]);
          marks.set(keyOf(at), [...scripted.marksOn(at), mark]);
          return left;
        }),
      unmark: (at, mark) => act("unmark", at.channel, () => takeAway(at, [mark])),
      tell: (notice) =>
        act("tell", null, () => {
          scripted.told.push({ ...notice, offer: notice.offer && offered(notice.offer) });
          if (notice.offer !== null) scripted.offers.push(offered(notice.offer));
        }),
      sendFiles: (to, sentence, files) =>
        act("sendFiles", null, () => {
          scripted.files.push({ to, sentence, files });
        }),
      uploadFile: ({ name, bytes }) =>
        act("uploadFile", null, () => {
          scripted.handed.push({ name, bytes });
          return `F${scripted.handed.length}` as DeskFileId;
        }),
      shareFiles: ({ channel, ts: thread }, files, words) =>
        act("shareFiles", channel, () => {
          const ts = put({ channel, thread, key: "", card: null, post: null });
          scripted.shared.push({ thread, ts, files, words });
          return ts;
        }),
      welcome: (user, home) =>
        act("welcome", null, () => {
          scripted.welcomed.push({ user, home });
        }),
      postProgress: (channel, progress, key) =>
        act("postProgress", channel, () => {
          scripted.progress.push(progress);
          return put({ channel, thread: null, key, card: null, post: null });
        }),
      rewriteProgress: (at, progress) =>
        act("rewriteProgress", at.channel, () => {
          scripted.progress.push(progress);
        }),
      showHome: (user, home) =>
        act("showHome", null, () => {
          scripted.homes.push({ user, home });
        }),
      remind: (channel, reminder, key) =>
        act("remind", channel, () => {
          scripted.reminders.push({ channel, reminder });
          if (reminder.waiting.length === 0) return null;
          if (reminder.previous !== null && !reminder.anew) return reminder.previous;
          return put({ channel, thread: null, key, card: null, post: null });
        }),
      answerFound: (responseUrl, found) =>
        act("answerFound", null, () => {
          scripted.found.push({ responseUrl, found });
        }),
      answer: (responseUrl) =>
        act("answer", null, () => {
          scripted.answered.push(responseUrl);
        }),
    };
  }

  function createHistory(): DeskHistory {
    return {
      findPost: async ({ channel, thread, since }, key) => {
        if (scripted.blind) throw deskError("missing_scope");
        const found = scripted.posted.find(
          (one) => sharesWord(one.key, key) && one.channel === channel && one.thread === thread,
        );
        return found !== undefined && Number(found.ts) * 1000 >= since ? found.ts : null;
      },
      findFiles: async ({ thread }, ids) =>
        scripted.shared.find((one) => one.thread === thread && one.files.some(({ id }) => ids.includes(id)))
          ?.ts ?? null,
      fetchFile: async ({ id }) => {
        scripted.fetched.push(id);
        const answer = scripted.attached.get(id);
        if (answer === undefined) return { kind: "refused", why: "gone" };
        return typeof answer === "function" ? await answer() : answer;
      },
      readPostKey: async (at) => scripted.posted.find((one) => keyOf(one) === keyOf(at))?.key ?? null,
      readReply: async (at) => {
        scripted.reread.push(at);
        return scripted.standing.get(keyOf(at)) ?? "gone";
      },
      catchUp: async (channel, { since, begunSince, latest }) => {
        scripted.caughtUp.push({ channel, since });
        if (scripted.closed.has(channel)) throw deskError("channel_closed");
        const here = scripted.missed.filter(
          ({ channel: where, thread }) => where === channel && Number(thread) * 1000 >= begunSince,
        );
        const known = await Promise.all(
          here.map(async (reply) => [reply, await latest(reply.thread)] as const),
        );
        return known.flatMap(([reply, newest]) => (newest === null ? [] : [reply]));
      },
      catchUpThread: async ({ channel, ts }, since) => {
        if (scripted.closed.has(channel)) throw deskError("channel_closed");
        return scripted.missed.filter(
          (reply) => reply.channel === channel && reply.thread === ts && Number(reply.ts) * 1000 >= since,
        );
      },
      wordsSince: async (channel, since) =>
        scripted.words.filter(({ place }) => place.channel === channel && Number(place.ts) * 1000 >= since),
      isDeleted: async (at) =>
        ![...scripted.posted, ...scripted.words.map(({ place }) => place)].some(
          (one) => keyOf(one) === keyOf(at),
        ),
      findUser: async (email) => scripted.users.get(email) ?? null,
      emailOf: async (user) => scripted.emails.get(user) ?? null,
      nameOf: async (user) => ({ name: scripted.names.get(user) ?? null, isOwed: false }),
      linkTo: async ({ channel, ts }) =>
        `https://example.slack.com/archives/${channel}/p${ts.replace(".", "")}`,
      verify: async () => [],
    };
  }
}
