import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PhoneSide } from "../../page-api.ts";
import { countSegments } from "../../segments.ts";
import type { NewFile } from "../../slack/types/acts.ts";
import type { MediaSpec, MessageView as Sms } from "../../types/messages.ts";
import { useFollowScene } from "../follow-scene.tsx";
import { useRemembered } from "../memory.tsx";
import { phoneTitle, showNumber } from "../names.ts";
import { AttachButton, AttachedFiles } from "../parts/attach.tsx";
import { Icon } from "../parts/icon.tsx";
import { SCROLLS } from "../parts/scrolls.ts";
import { showDay, showExactly, showTime } from "../parts/times.ts";
import { perform, useWorld } from "../world.tsx";
import { othersIn, textsOn } from "./texts-on.ts";

const AT_END_PX = 60;

type PhoneFace = PhoneSide["phones"][number];

/** One phone: the conversation with the chosen line, and a composer. */
export function Phone({ phone }: { phone: PhoneFace }): JSX.Element {
  const { lines, messages } = useWorld().phones;
  const [chosen, choose] = useRemembered(`line:${phone.number}`, "");
  const { place } = useFollowScene();
  const shown = place?.phone === phone.number ? place.line : null;
  useEffect(() => {
    if (shown !== null) choose(shown);
  }, [shown]);
  const line = lines.find(({ number }) => number === chosen) ?? lines[0];
  if (line === undefined) return <p class="empty">There is no line to text.</p>;
  const title = phoneTitle(phone);
  const own = textsOn(messages, phone.number, line.number);
  const stopped = phone.stopped.includes(line.number);
  return (
    <section class="phone" aria-label={`${title}'s phone`}>
      <div class="phone-head">
        <h3 class="ellipsis" title={title}>
          {title}
        </h3>
        <label for={`line-${phone.number}`}>to</label>
        <select
          id={`line-${phone.number}`}
          value={line.number}
          title={`${line.name} ${showNumber(line.number)}`}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {lines.map(({ number, name }) => (
            <option key={number} value={number} title={showNumber(number)}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Bubbles messages={own} phone={phone} line={line.number} />
      {stopped && <p class="stopped">{title} has stopped texts from this line.</p>}
      <PhoneComposer phone={phone} line={line.number} stopped={stopped} />
    </section>
  );
}

interface OnPhone {
  readonly phone: PhoneFace;
  readonly line: string;
}

function Bubbles({ messages, phone, line }: OnPhone & { readonly messages: readonly Sms[] }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const reading = useRef({ newest: true, top: 0 });
  const showNewest = () => {
    reading.current.newest = true;
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(showNewest, [messages.length]);
  return (
    <div
      class="bubbles"
      ref={box}
      role="log"
      {...SCROLLS}
      aria-label={`Texts on ${phoneTitle(phone)}'s phone`}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        const { newest, top } = reading.current;
        const isAtEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
        // What grows below is no scrolling up.
        reading.current = { newest: isAtEnd || (newest && scrollTop >= top), top: scrollTop };
      }}
      // A picture has its height only once it is there.
      onLoadCapture={() => reading.current.newest && showNewest()}
    >
      {messages.length === 0 && (
        <p class="empty">
          No texts yet.
          <br />
          Write one below and press Enter.
        </p>
      )}
      {messages.map((sms, index) => {
        const day = showDay(new Date(sms.createdAt));
        const before = messages[index - 1];
        const newDay = before === undefined || showDay(new Date(before.createdAt)) !== day;
        return (
          <div key={sms.sid} class="bubble-row">
            {newDay && <div class="bubble-day">{day}</div>}
            <Bubble sms={sms} phone={phone} line={line} />
          </div>
        );
      })}
    </div>
  );
}

const TAKEN = {
  waiting: "Sending…",
  held: "Held back",
  delivered: "Delivered",
  failed: "Not taken",
} as const;

function Bubble({ sms, phone, line }: OnPhone & { readonly sms: Sms }): JSX.Element {
  const { taken, phones } = useWorld().phones;
  const isOwn = sms.from === phone.number;
  const nameOf = (number: string) => {
    const known = phones.find((one) => one.number === number);
    return known === undefined ? showNumber(number) : phoneTitle(known);
  };
  const others = othersIn(sms, phone.number, line);
  const at = new Date(sms.sentAt ?? sms.createdAt);
  const state = isOwn ? TAKEN[taken[sms.sid] ?? "waiting"] : "Received";
  return (
    <div class={`bubble ${isOwn ? "bubble-own" : "bubble-theirs"}`} data-sid={sms.sid}>
      {others.length > 0 && (
        <div class="bubble-people">
          {others.includes(sms.from) && <b>{nameOf(sms.from)} </b>}Group text with{" "}
          {others.map(nameOf).join(", ")}
        </div>
      )}
      {(sms.body !== "" || sms.media === 0) && (
        <div class="bubble-text">{sms.body === "" ? <i>(empty)</i> : sms.body}</div>
      )}
      {sms.media > 0 && <Media sms={sms} />}
      <div class="bubble-state">
        <time dateTime={at.toISOString()} title={showExactly(at)}>
          {showTime(at)}
        </time>
        {" · "}
        {state}
      </div>
    </div>
  );
}

/** Pictures are shown; all else is said. */
function Media({ sms: { sid, media, mediaTypes } }: { sms: Sms }): JSX.Element {
  if (mediaTypes === undefined)
    return (
      <div class="bubble-media">
        <Icon name="picture" /> {media === 1 ? "a picture" : `${media} pictures`}
      </div>
    );
  return (
    <>
      {mediaTypes.map((type, index) => (
        <div class="bubble-media" key={index}>
          {/^image\/(png|jpeg|gif|webp)$/.test(type) ? (
            <img
              class="bubble-picture"
              src={`/phone-file?sid=${sid}&index=${index}`}
              alt={`Sent, ${index + 1} of ${mediaTypes.length}`}
            />
          ) : (
            <>
              <Icon name="file" /> {type}
            </>
          )}
        </div>
      ))}
    </>
  );
}

interface ComposerProps {
  readonly phone: PhoneFace;
  readonly line: string;
  readonly stopped: boolean;
}

function PhoneComposer({ phone, line, stopped }: ComposerProps): JSX.Element {
  const [text, setText] = useRemembered(`sms:${phone.number}`, "");
  const [files, setFiles] = useState<readonly NewFile[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = text === "" && files.length === 0;
  const say = async (body: string, media: readonly MediaSpec[]) => {
    const answer = await perform({ act: "text", from: phone.number, to: line, body, media });
    setTrouble(answer.ok ? null : answer.message);
    field.current?.focus();
    return answer.ok;
  };
  const send = async () => {
    if (isEmpty || !(await say(text, files.map(asMedia)))) return;
    setText("");
    setFiles([]);
  };
  const segments = text === "" ? 0 : countSegments(text);
  const word = stopped ? "START" : "STOP";
  return (
    <div class="phone-composer">
      <textarea
        ref={field}
        aria-label={`Text from ${phoneTitle(phone)}'s phone`}
        placeholder="Text message"
        rows={Math.min(5, Math.max(2, text.split("\n").length))}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      {files.length > 0 && <AttachedFiles files={files} onRemove={() => setFiles([])} />}
      {trouble !== null && (
        <p class="stopped" role="alert">
          {trouble}
        </p>
      )}
      <div class="phone-tools">
        <button type="button" class="button button-small" onClick={() => void say(word, [])}>
          {word}
        </button>
        <AttachButton onAttach={(file) => setFiles((before) => [...before, file])} />
        <span class="count" aria-live="off">
          {[...text].length} characters, {segments} {segments === 1 ? "segment" : "segments"}
        </span>
        <button
          type="button"
          class="send"
          aria-label="Send text"
          title="Send (Enter)"
          aria-disabled={isEmpty}
          onClick={() => void send()}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}

function asMedia({ content = "", mimetype = "application/octet-stream" }: NewFile): MediaSpec {
  return { contentType: mimetype, base64: content };
}
