import type { JSX } from "preact";
import { Dialog } from "../parts/dialog.tsx";
import { TextObject } from "./inline.tsx";
import { obj, str, textOf, type Wire } from "./read.ts";

interface ConfirmProps {
  readonly confirm: Wire;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** The question that an element asks before it acts. */
export function Confirm({ confirm, onYes, onNo }: ConfirmProps): JSX.Element {
  const text = obj(confirm, "text");
  const style = str(confirm, "style") === "danger" ? "button-danger" : "button-primary";
  return (
    <Dialog title={textOf(confirm, "title")} class="dialog-small" onClose={onNo}>
      <div class="dialog-body">
        <TextObject type={str(text, "type")} text={str(text, "text")} />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={onNo}>
          {textOf(confirm, "deny")}
        </button>
        <button type="button" class={`button ${style}`} onClick={onYes}>
          {textOf(confirm, "confirm")}
        </button>
      </footer>
    </Dialog>
  );
}
