/** Messages in order, with days between them and the newest in sight. Arrow keys move from one to the next. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { EphemeralView, MessageView } from "../../slack/types/messages.ts";
import { authorOf } from "../names.ts";
import { SCROLLS } from "../parts/scrolls.ts";
import { dateOf, showDay } from "../parts/times.ts";
import { useWorld } from "../world.tsx";
import { Ephemeral } from "./ephemeral.tsx";
import { Message } from "./message.tsx";

interface ListProps {
  readonly label: string;
  readonly messages: readonly MessageView[];
  readonly ephemerals: readonly EphemeralView[];
  /** Root's timestamp -> its replies. */
  readonly replies: ReadonlyMap<string, readonly MessageView[]>;
  readonly inThread: boolean;
  /** What the reader had seen when they came. */
  readonly seen: string;
  readonly me: string;
  /** Stands before everything. */
  readonly head: ComponentChildren;
  /** Stands behind everything. */
  readonly tail?: ComponentChildren;
}

const GROUP_SECONDS = 300;
const AT_END_PX = 60;
const NO_REPLIES: readonly MessageView[] = [];

type Row = { readonly ts: string } & (
  | { readonly message: MessageView; readonly ephemeral: null }
  | { readonly message: null; readonly ephemeral: EphemeralView }
);

export function MessageList(props: ListProps): JSX.Element {
  const { messages } = props;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const place = useRef<Place | null>(null);
  const last = messages.at(-1)?.ts ?? "";
  useLayoutEffect(() => {
    if (atEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  });
  useEffect(() => {
    const list = box.current;
    if (list === null) return;
    // The composer below grows and shrinks; who reads the newest goes on reading it.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) list.scrollTop = list.scrollHeight;
      else goBack(list, place.current);
      place.current = placeIn(list) ?? place.current;
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const own = messages.at(-1)?.user === props.me;
    if (own && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  return (
    <div
      ref={box}
      class="message-list"
      role="log"
      aria-label={props.label}
      {...SCROLLS}
      onScroll={({ currentTarget: list }) => {
        // While its width changes, the browser scrolls as it likes.
        if (list.clientHeight === 0 || (place.current !== null && place.current.width !== list.clientWidth))
          return;
        atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_PX;
        place.current = placeIn(list);
      }}
      onKeyDown={moveBetween}
    >
      {props.head}
      <Rows {...props} />
      {props.tail}
    </div>
  );
}

/** The first message that begins in sight, and how far below the top: a wider or narrower list breaks its lines elsewhere. */
interface Place {
  readonly ts: string;
  readonly below: number;
  /** The list's, then. */
  readonly width: number;
}

function placeIn(list: HTMLElement): Place | null {
  if (list.clientHeight === 0) return null;
  const { top } = list.getBoundingClientRect();
  const messages = [...list.querySelectorAll<HTMLElement>("article[data-ts]")];
  const first = messages.find((message) => message.getBoundingClientRect().top >= top) ?? messages.at(-1);
  if (first === undefined) return null;
  return {
    ts: first.dataset.ts ?? "",
    below: first.getBoundingClientRect().top - top,
    width: list.clientWidth,
  };
}

function goBack(list: HTMLElement, place: Place | null): void {
  if (place === null || list.clientHeight === 0) return;
  const message = list.querySelector(`article[data-ts="${CSS.escape(place.ts)}"]`);
  if (message === null) return;
  list.scrollTop += message.getBoundingClientRect().top - list.getBoundingClientRect().top - place.below;
}

function Rows({ messages, ephemerals, replies, inThread, seen, me }: ListProps): JSX.Element {
  const { slack, app } = useWorld();
  const rows: Row[] = [
    ...messages.map((message) => ({ ts: message.ts, message, ephemeral: null })),
    ...ephemerals.map((ephemeral) => ({ ts: ephemeral.ts, message: null, ephemeral })),
  ].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const firstNew =
    seen === "" ? undefined : messages.find((message) => message.ts > seen && message.user !== me)?.ts;
  return (
    <>
      {rows.map((row, index) => {
        const before = rows[index - 1];
        const day = showDay(dateOf(row.ts));
        const newDay = !inThread && (before === undefined || showDay(dateOf(before.ts)) !== day);
        const isNew = row.ts === firstNew;
        const follows =
          !newDay &&
          !isNew &&
          row.message !== null &&
          belongsTo(before?.message, row.message) &&
          authorOf(slack, row.message, app.name) ===
            authorOf(slack, before?.message ?? row.message, app.name);
        return (
          <div key={row.ts}>
            {newDay && (
              <div class="day">
                <span>{day}</span>
              </div>
            )}
            {isNew && (
              <div class="new-line">
                <span>New</span>
              </div>
            )}
            {row.message === null ? (
              <Ephemeral ephemeral={row.ephemeral} />
            ) : (
              <Message
                message={row.message}
                replies={inThread ? NO_REPLIES : (replies.get(row.message.ts) ?? NO_REPLIES)}
                follows={follows}
                inThread={inThread}
              />
            )}
            {inThread && index === 0 && rows.length > 1 && (
              <div class="reply-count">
                <span>
                  {messages.length - 1} {messages.length === 2 ? "reply" : "replies"}
                </span>
              </div>
            )}
          </div>
        );
      })}
    </>
  );
}

/** The same voice within five minutes; a root with buttons of its own always shows whose it is. */
function belongsTo(before: MessageView | null | undefined, message: MessageView): boolean {
  if (before === null || before === undefined) return false;
  const plain = before.subtype !== "tombstone" && message.subtype !== "tombstone";
  const near = Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
  const isCard = !message.isReply && message.botId !== null;
  return plain && near && !isCard && before.isReply === message.isReply;
}

function moveBetween(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.currentTarget;
  const { target } = event;
  if (step === undefined || !(list instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  if (target.closest("textarea, input, select, [role=menu], dialog") !== null) return;
  const all = [...list.querySelectorAll<HTMLElement>("article")];
  const current = target.closest("article");
  const at = current === null ? (step === 1 ? -1 : all.length) : all.indexOf(current);
  const next = all[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
