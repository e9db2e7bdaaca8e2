/** What one can do with a message: it appears with the pointer or the focus. */
import type { JSX } from "preact";
import type { MessageView } from "../../slack/types/messages.ts";
import { troubleOf } from "../block-kit/surface.tsx";
import { showEmoji } from "../names.ts";
import { Icon } from "../parts/icon.tsx";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { useWorld } from "../world.tsx";
import { doInSlack, useDesk } from "./desk.tsx";
import { useNotice } from "./notice.tsx";

interface ToolsProps {
  readonly message: MessageView;
  readonly inThread: boolean;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

const QUICK = ["white_check_mark", "x", "eyes", "+1", "tada", "pray"];

export function MessageTools({ message, inThread, onEdit, onDelete }: ToolsProps): JSX.Element {
  const { openThread, me } = useDesk();
  const place = { user: me.id, channel: message.channel, ts: message.ts };
  const tell = useNotice();
  const reactions = QUICK.map((name) => ({
    label: `${showEmoji(name)}  :${name}:`,
    act: () => void doInSlack("react", { ...place, name }).then(tell),
  }));
  return (
    <div class="message-tools" role="toolbar" aria-label="Message">
      <Menu label="Add reaction" button={<Icon name="smile" />} items={reactions} />
      {!inThread && (
        <button
          type="button"
          class="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() =>
            openThread(message.channel, message.isReply ? (message.threadTs ?? message.ts) : message.ts)
          }
        >
          <Icon name="thread" />
        </button>
      )}
      <Menu
        label="More actions"
        button={<Icon name="dots" />}
        items={useMoreItems(message, onEdit, onDelete)}
      />
    </div>
  );
}

function useMoreItems(message: MessageView, onEdit: () => void, onDelete: () => void): MenuItem[] {
  const { app } = useWorld();
  const { me } = useDesk();
  const tell = useNotice();
  const place = { user: me.id, channel: message.channel, ts: message.ts };
  const isOwn = message.user === me.id && message.botId === null;
  const own: MenuItem[] = isOwn
    ? [
        { label: "Edit message", act: onEdit },
        { label: "Delete message…", danger: true, act: onDelete },
      ]
    : [];
  const shortcuts = app.shortcuts
    .filter(({ type }) => type === "message")
    .map(({ name, callbackId }) => ({
      label: name,
      hint: app.name,
      act: () => {
        void doInSlack("messageShortcut", { ...place, callbackId }).then((answer) => {
          const trouble = troubleOf(answer, app.name);
          if (trouble !== null) tell({ ok: false, code: "app", message: trouble });
        });
      },
    }));
  const copy = {
    label: "Copy text",
    act: () => void navigator.clipboard?.writeText(message.text).catch(() => {}),
  };
  return [copy, ...shortcuts, ...own];
}
