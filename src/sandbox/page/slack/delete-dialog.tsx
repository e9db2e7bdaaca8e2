import type { JSX } from "preact";
import type { MessageView } from "../../slack/types/messages.ts";
import { Question } from "../parts/question.tsx";
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
    <Question title="Delete message" yes="Delete" no="Cancel" danger onYes={remove} onNo={onDone}>
      Are you sure you want to delete this message? This cannot be undone.
    </Question>
  );
}
