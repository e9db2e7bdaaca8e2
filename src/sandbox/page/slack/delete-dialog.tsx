import type { JSX } from "preact";
import type { MessageView } from "../../slack/types.ts";
import { Dialog } from "../parts/dialog.tsx";
import { doInSlack, useDesk } from "./desk.tsx";
import { useNotice } from "./notice.tsx";

/** Asks before a message is deleted. */
export function DeleteDialog({ message, onDone }: { message: MessageView; onDone: () => void }): JSX.Element {
  const { me } = useDesk();
  const tell = useNotice();
  const remove = () => {
    onDone();
    void doInSlack("deleteMessage", { user: me.id, channel: message.channel, ts: message.ts }).then(tell);
  };
  return (
    <Dialog title="Delete message" class="dialog-small" onClose={onDone}>
      <div class="dialog-body">Are you sure you want to delete this message? This cannot be undone.</div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={onDone}>
          Cancel
        </button>
        <button type="button" class="button button-danger" onClick={remove}>
          Delete
        </button>
      </footer>
    </Dialog>
  );
}
