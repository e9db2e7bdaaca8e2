/** Texts that come and go: the acts behind the API and the control. */
import type { RcAnswer } from "./api.ts";
import { refuse } from "./api.ts";
import { setConsent, wishOf } from "./consents.ts";
import type { Attachment, Extension, Line, Message, Recipient, Thread } from "./entities.ts";
import type { Hints } from "./hints.ts";
import type { Inbox } from "./inbox.ts";
import type { RcOutcomes } from "./misbehaviours.ts";
import type { Transmit } from "./transmission.ts";
import { isThreaded, sendersOf, type World } from "./world.ts";

export interface Outgoing {
  readonly by: Extension;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface Incoming {
  readonly from: string;
  readonly to: string;
  /** Whom the phone sent it to besides. */
  readonly others: readonly string[];
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface Texts {
  /** Throws when the number is not the account's. Resolves with the text once its hints were delivered, given up or held. */
  receive(incoming: Incoming): { message: Message; told: Promise<void> };
  /** Into the sender's own message store. */
  sendDirect(outgoing: Outgoing): Message | RcAnswer;
  /** Into the shared inbox: this thread, or the one of the pair. */
  sendInThread(outgoing: Outgoing, thread: Thread | null): Message | RcAnswer;
}

export interface TextSettings {
  readonly world: World;
  readonly hints: Hints;
  readonly inbox: Inbox;
  readonly outcomes: RcOutcomes;
  readonly transmit: Transmit;
  readonly seen: (message: Message) => void;
  readonly phoneChanged: (number: string) => void;
  readonly later: (job: Promise<void>) => void;
}

const MOST_TEXT = 1_000;
const MOST_RECIPIENTS = 10;
const MOST_FILES = 10;
const MOST_BYTES = 1_500_000;
const FILE_TYPES =
  /^(image\/(jpeg|png|gif|bmp|tiff|svg\+xml)|video\/(3gpp|mp4|mpeg|quicktime|x-msvideo|x-ms-wmv|x-flv|h264)|audio\/(mpeg|mp3|mp4|wav|amr|basic|midi|ogg|3gpp|aac)|text\/(vcard|x-vcard|directory|rtf|html|plain|csv|calendar|xml)|application\/(zip|gzip|x-gzip|rtf|pdf))$/;

export function createTexts(settings: TextSettings): Texts {
  const { world, hints, inbox, outcomes, transmit } = settings;

  function create(outgoing: Outgoing, thread: Thread | null): Message {
    const { by, from, to, text, attachments } = outgoing;
    const queued = (number: string): Recipient => ({
      number,
      status: "Queued",
      errorCode: null,
      arrived: false,
    });
    const message = world.addMessage({
      direction: "Outbound",
      from,
      to: to.map(queued),
      text,
      attachments,
      extension: thread === null ? by.id : null,
      thread,
      author: by.id,
      conversation: world.conversation(by.id, [from, ...to]),
      readStatus: "Read",
    });
    return message;
  }

  return {
    receive({ from, to, others, text, attachments }) {
      const line = world.lines.get(to);
      if (line === undefined) throw new Error(`${to} is not one of the account's numbers; add it first.`);
      const received = (number: string): Recipient => ({
        number,
        status: "Received",
        errorCode: null,
        arrived: true,
      });
      const isThread = isThreaded(world, line) && others.length === 0;
      const begun = isThread ? inbox.openOrBegin(line, from, null) : null;
      const owner = line.isShared ? (line.handlers[0] ?? line.extension) : line.extension;
      const message = world.addMessage({
        direction: "Inbound",
        from,
        to: [to, ...others].map(received),
        text,
        attachments,
        extension: begun === null ? owner : null,
        thread: begun?.thread ?? null,
        author: null,
        conversation: world.conversation(owner, [from, to, ...others]),
        readStatus: "Unread",
      });
      settings.seen(message);
      const wish = wishOf(text);
      if (wish !== null) {
        const consent = setConsent(world, { from: to, to: from, status: wish, source: "Recipient" });
        settings.phoneChanged(from);
        settings.later(hints.consents([consent]));
      }
      const told =
        begun === null
          ? Promise.all([hints.came(message), hints.stored(message, "new")])
          : inbox.spoken(message);
      return { message, told: told.then(() => undefined) };
    },
    sendDirect(outgoing) {
      const line = world.lines.get(outgoing.from);
      const refused = refusalOf(settings, outgoing, line);
      if (refused !== null) return refused;
      const message = create(outgoing, null);
      settings.seen(message);
      settings.later(hints.stored(message, "new"));
      transmit(message, outcomeOf(outcomes, outgoing));
      return message;
    },
    sendInThread(outgoing, given) {
      const line = world.lines.get(outgoing.from);
      const refused = refusalOf(settings, outgoing, line);
      if (refused !== null) return refused;
      const [guest = ""] = outgoing.to;
      if (line === undefined || !isThreaded(world, line))
        return refuse(400, "MSG-304", "Phone number doesn't belong to the shared inbox");
      if (outgoing.to.length > 1) return refuse(400, "CMN-101", "Parameter [to] value is invalid", "to");
      const open = given ?? inbox.open(line, guest);
      if (open !== null && open.assignee !== null && open.assignee !== outgoing.by.id)
        return refuse(403, "MSG-427", "The message thread is assigned to another user");
      const thread = open ?? inbox.openOrBegin(line, guest, outgoing.by.id).thread;
      if (open === null) settings.later(hints.thread(thread));
      if (thread.assignee === null) settings.later(inbox.assign(thread, outgoing.by.id, outgoing.by.id));
      const message = create(outgoing, thread);
      settings.seen(message);
      settings.later(inbox.spoken(message));
      transmit(message, outcomeOf(outcomes, outgoing));
      return message;
    },
  };
}

function outcomeOf(outcomes: RcOutcomes, { from, to }: Outgoing) {
  const taken = outcomes.take({ from, to: to[0] ?? "" });
  return taken?.kind === "reject" ? null : taken;
}

function refusalOf(settings: TextSettings, outgoing: Outgoing, line: Line | undefined): RcAnswer | null {
  const { to, text, attachments, by } = outgoing;
  if (to.length === 0 || to.some((number) => number === ""))
    return refuse(400, "CMN-100", "Parameter [to] is required", "to");
  if (to.length > MOST_RECIPIENTS) return refuse(400, "CMN-101", "Parameter [to] value is invalid", "to");
  if (text === "" && attachments.length === 0)
    return refuse(400, "CMN-100", "Parameter [text] is required", "text");
  if (line === undefined || !sendersOf(line).includes(by.id))
    return refuse(403, "MSG-304", "Phone number doesn't belong to extension", "from");
  if (!line.features.includes("SmsSender"))
    return refuse(403, "MSG-242", "The requested feature is not available for the number", "from");
  if (text.length > MOST_TEXT) return refuse(400, "MSG-338", "The message text is too long", "text");
  return filesRefusal(attachments, line) ?? recipientsRefusal(settings, outgoing, line);
}

function filesRefusal(files: readonly Attachment[], line: Line): RcAnswer | null {
  if (files.length === 0) return null;
  if (line.isTollFree || !line.features.includes("MmsSender"))
    return refuse(403, "MSG-242", "The number can't send media", "from");
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (files.length > MOST_FILES) return refuse(400, "MSG-337", "There are too many attachments");
  if (bytes > MOST_BYTES) return refuse(413, "MSG-337", "The attachments are too large");
  return files.every(({ contentType }) => FILE_TYPES.test(contentType))
    ? null
    : refuse(415, "MSG-348", "The type of an attachment is not supported");
}

function recipientsRefusal(
  { world, outcomes }: TextSettings,
  outgoing: Outgoing,
  line: Line,
): RcAnswer | null {
  const { from, to } = outgoing;
  if (to.some((number) => /^\d{1,6}$/.test(number)))
    return refuse(400, "MSG-246", "Sending to an extension or a short number is not supported", "to");
  if (to.some((number) => !/^\+?[1-9]\d{6,14}$/.test(number)))
    return refuse(400, "CMN-101", "Parameter [to] value is invalid", "to");
  const isAbroad = to.some((number) => !/^\+?1\d{10}$/.test(number));
  if (isAbroad && line.isTollFree)
    return refuse(403, "MSG-403", "International texts can't be sent from a toll-free number", "to");
  if (isAbroad && !line.features.includes("InternationalSmsSender"))
    return refuse(403, "MSG-240", "Sending to that country is not available", "to");
  if (to.some((number) => world.phones.get(number)?.kind === "notMobile"))
    return refuse(400, "MSG-241", "Sending to a fax number is not supported", "to");
  const rejected = outcomes.peek({ from, to: to[0] ?? "" });
  if (rejected?.kind !== "reject") return null;
  outcomes.take({ from, to: to[0] ?? "" });
  return refuse(rejected.status ?? 400, rejected.code, "The text was refused");
}
