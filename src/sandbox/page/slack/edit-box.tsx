import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageView } from "../../slack/types/messages.ts";
import { useWorld } from "../world.tsx";
import { doInSlack, useDesk } from "./desk.tsx";
import { fromTokens, toTokens } from "./typed.ts";

/** A message being edited in place: Enter saves, Escape leaves it as it was. */
export function EditBox({ message, onDone }: { message: MessageView; onDone: () => void }): JSX.Element {
  const { slack } = useWorld();
  const { me } = useDesk();
  const [text, setText] = useState(() => fromTokens(message.text, slack));
  const [trouble, setTrouble] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const finish = () => {
    const article = box.current?.closest("article");
    onDone();
    article?.focus();
  };
  const rows = Math.min(8, text.split("\n").length + 1);
  useLayoutEffect(() => box.current?.focus(), []);
  // With its buttons: under the newest message they would lie behind the composer.
  useLayoutEffect(() => {
    box.current?.closest(".edit-box")?.scrollIntoView({ block: "nearest" });
  }, [rows, trouble]);
  const save = async () => {
    const place = { user: me.id, channel: message.channel, ts: message.ts };
    const answer = await doInSlack("edit", { ...place, text: toTokens(text, slack) });
    if (answer.ok) finish();
    else setTrouble(answer.message);
  };
  return (
    <div class="edit-box">
      <textarea
        ref={box}
        aria-label="Edit message"
        rows={rows}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            finish();
          }
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            void save();
          }
        }}
      />
      {trouble !== "" && <p role="alert">{trouble}</p>}
      <div class="edit-buttons">
        <button type="button" class="button button-small" onClick={finish}>
          Cancel
        </button>
        <button type="button" class="button button-primary button-small" onClick={() => void save()}>
          Save
        </button>
      </div>
    </div>
  );
}
