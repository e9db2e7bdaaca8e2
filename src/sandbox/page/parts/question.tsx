import type { ComponentChildren, JSX } from "preact";
import { Dialog } from "./dialog.tsx";

interface QuestionProps {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  /** What it does can't be taken back. */
  readonly danger?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly children: ComponentChildren;
}

/** Asks before something is done. */
export function Question(props: QuestionProps): JSX.Element {
  const { title, yes, no, danger = false, onYes, onNo, children } = props;
  return (
    <Dialog title={title} class="dialog-small" onClose={onNo}>
      <div class="dialog-body">{children}</div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={onNo}>
          {no}
        </button>
        <button type="button" class={`button ${danger ? "button-danger" : "button-primary"}`} onClick={onYes}>
          {yes}
        </button>
      </div>
    </Dialog>
  );
}
