import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog.tsx";
import { perform } from "../world.tsx";

interface NewPhoneProps {
  readonly onClose: () => void;
  readonly onMade: (number: string) => void;
}

/** Any number may text: with a plus and digits, a short code, or a sender's name. */
export function NewPhone({ onClose, onMade }: NewPhoneProps): JSX.Element {
  const [number, setNumber] = useState("+15550199");
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState("");
  const make = async () => {
    const compact = number.trim().replace(/[\s().-]/g, "");
    if (!/^(\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 ]{1,11})$/.test(compact))
      return setTrouble(
        "Write a number with its country code (+15550199123), a short code, or a sender name.",
      );
    const answer = await perform({ act: "addPhone", number: compact, name: name.trim() || compact });
    return answer.ok ? onMade(compact) : setTrouble(answer.message);
  };
  return (
    <Dialog title="New phone" class="dialog-small" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div class="dialog-body">
          <label class="input-label" for="new-number">
            Number
          </label>
          <input
            id="new-number"
            class="field"
            value={number}
            aria-describedby="new-number-trouble"
            aria-invalid={trouble !== ""}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
          <p id="new-number-trouble" class="input-error" role="alert">
            {trouble}
          </p>
          <label class="input-label" for="new-name">
            Whose it is <span class="optional">(only for you)</span>
          </label>
          <input
            id="new-name"
            class="field"
            value={name}
            aria-describedby="new-name-hint"
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p id="new-name-hint" class="input-hint">
            Slack shows the number: the team's directory does not name it.
          </p>
        </div>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button button-primary">
            Add phone
          </button>
        </div>
      </form>
    </Dialog>
  );
}
