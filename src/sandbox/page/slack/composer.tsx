/** Where people write: Enter sends, Shift and Enter breaks the line, `/` runs a command, `@` names somebody. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ActAnswer, AppFace } from "../../page-api.ts";
import type { NewFile } from "../../slack/types/acts.ts";
import type { ChannelView } from "../../slack/types/workspace.ts";
import { troubleOf } from "../block-kit/surface.tsx";
import { useRemembered } from "../memory.tsx";
import { AttachButton, AttachedFiles } from "../parts/attach.tsx";
import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { useWorld } from "../world.tsx";
import { doInSlack, useDesk } from "./desk.tsx";
import { Suggestions, useSuggestions } from "./suggestions.tsx";
import { toTokens } from "./typed.ts";

interface ComposerProps {
  readonly channel: ChannelView;
  /** The root's timestamp; null for the channel itself. */
  readonly thread: string | null;
  readonly label: string;
  readonly autoFocus?: boolean;
}

export function Composer({ channel, thread, label, autoFocus = false }: ComposerProps): JSX.Element {
  const { slack, app } = useWorld();
  const { me } = useDesk();
  const [text, setText] = useRemembered(`draft:${me.id}:${channel.id}:${thread ?? ""}`, "");
  const [files, setFiles] = useState<readonly NewFile[]>([]);
  const [also, setAlso] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isDirect = channel.kind === "im" || channel.kind === "mpim";
  const box = useRef<HTMLTextAreaElement>(null);
  const suggestions = useSuggestions(text, thread !== null);
  useLayoutEffect(() => {
    if (autoFocus) box.current?.focus();
  }, [autoFocus, thread]);

  const write = (next: string) => {
    setTrouble(null);
    setText(next);
  };
  const finish = (answer: ActAnswer) => {
    const told = troubleOf(answer, app.name);
    setTrouble(told);
    if (told !== null) return;
    setText("");
    setFiles([]);
    setAlso(false);
  };
  const send = async () => {
    if (text.trim() === "" && files.length === 0) return;
    const command = thread === null ? commandIn(text, app) : null;
    const place = { user: me.id, channel: channel.id };
    if (command?.name === "/me")
      return finish(await doInSlack("meMessage", { ...place, text: command.rest }));
    if (command !== null) {
      const given = { ...place, command: command.name, text: toTokens(command.rest, slack) };
      return finish(await doInSlack("slashCommand", given));
    }
    const post = {
      ...place,
      text: toTokens(text, slack),
      ...(files.length === 0 ? {} : { files: [...files] }),
    };
    const inThread = thread === null ? {} : { threadTs: thread, alsoToChannel: also };
    return finish(await doInSlack("post", { ...post, ...inThread }));
  };
  const keys = (event: KeyboardEvent) => {
    if (suggestions.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <div class="composer">
      {trouble !== null && <Refusal words={trouble} onClose={() => setTrouble(null)} />}
      <Suggestions
        of={suggestions}
        onChoose={(next) => {
          write(next);
          box.current?.focus();
        }}
      />
      <div class="composer-box">
        <textarea
          ref={box}
          aria-label={label}
          placeholder={label}
          rows={Math.min(6, text.split("\n").length)}
          value={text}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          {...suggestions.aria}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={keys}
        />
        {files.length > 0 && <AttachedFiles files={files} onRemove={() => setFiles([])} />}
        <div class="composer-tools">
          <AttachButton onAttach={(file) => setFiles([...files, file])} />
          <Shortcuts onAnswer={finish} />
          {thread !== null && (
            <label class="also">
              <input
                type="checkbox"
                checked={also}
                onChange={(event) => setAlso(event.currentTarget.checked)}
              />
              {isDirect ? "Also send as direct message" : `Also send to #${channel.name}`}
            </label>
          )}
          <button
            type="button"
            class="send"
            aria-label="Send"
            title="Send (Enter)"
            aria-disabled={text.trim() === "" && files.length === 0}
            onClick={() => void send()}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </div>
  );
}

/** A command that the app has, with what stands behind it; `/me` is Slack's own. */
function commandIn(text: string, app: AppFace): { name: string; rest: string } | null {
  const [, name = "", rest = ""] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const known = name === "/me" || app.commands.some(({ command }) => command === name);
  return known ? { name, rest } : null;
}

/** What Slack's client says instead of sending. */
function Refusal({ words, onClose }: { words: string; onClose: () => void }): JSX.Element {
  return (
    <div class="refusal" role="alert">
      <div>
        <small>Only visible to you</small>
        <strong>Slackbot</strong> {words}
      </div>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={onClose}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

/** Global shortcuts of the app. */
function Shortcuts({ onAnswer }: { onAnswer: (answer: ActAnswer) => void }): JSX.Element | null {
  const { app } = useWorld();
  const { me } = useDesk();
  const items = app.shortcuts
    .filter(({ type }) => type === "global")
    .map(({ name, description, callbackId }) => ({
      label: name,
      hint: description,
      act: () => void doInSlack("globalShortcut", { user: me.id, callbackId }).then(onAnswer),
    }));
  return items.length === 0 ? null : <Menu label="Shortcuts" button={<Icon name="bolt" />} items={items} />;
}
