import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { EphemeralView } from "../../slack/types/messages.ts";
import { Blocks } from "../block-kit/blocks.tsx";
import { Mrkdwn } from "../block-kit/inline.tsx";
import { Icon } from "../parts/icon.tsx";
import { dateOf, showTime } from "../parts/times.ts";
import { useWorld } from "../world.tsx";
import { Avatar } from "./avatar.tsx";
import { doInSlack } from "./desk.tsx";
import { MessageSurface } from "./message-surface.tsx";
import { useNotice } from "./notice.tsx";

/** Something that only one person sees, and can send away: by its button, or by Escape. */
export function Ephemeral({ ephemeral }: { ephemeral: EphemeralView }): JSX.Element {
  const { app } = useWorld();
  const tell = useNotice();
  const box = useRef<HTMLElement>(null);
  const { user, channel, ts, blocks, text } = ephemeral;
  const at = dateOf(ts);
  const dismiss = () => {
    neighbourOf(box.current)?.focus();
    void doInSlack("dismiss", { user, channel, ts }).then(tell);
  };
  return (
    <article
      ref={box}
      class="message ephemeral"
      aria-label={`${app.name}, only visible to you`}
      tabIndex={-1}
      data-ts={ts}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        dismiss();
      }}
    >
      <div class="message-side">
        <Avatar name={app.name} isApp />
      </div>
      <div class="message-main">
        <div class="ephemeral-note">
          <Icon name="eye" /> Only visible to you ·{" "}
          <button type="button" class="text-button" onClick={dismiss}>
            Dismiss message
          </button>
        </div>
        <div class="message-head">
          <strong class="message-author">{app.name}</strong>
          <span class="app-tag">APP</span>
          <time dateTime={at.toISOString()}>{showTime(at)}</time>
        </div>
        <MessageSurface channel={channel} ts={ts}>
          <div class="message-body">
            {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Mrkdwn text={text} />}
          </div>
        </MessageSurface>
      </div>
    </article>
  );
}

/** Where the focus goes when this is gone: the message after it, else the one before. */
function neighbourOf(box: HTMLElement | null): HTMLElement | undefined {
  const all = [...(box?.closest("[role=log]")?.querySelectorAll<HTMLElement>("article") ?? [])];
  const at = box === null ? -1 : all.indexOf(box);
  return all[at + 1] ?? all[at - 1];
}
