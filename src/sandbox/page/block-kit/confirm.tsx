import type { JSX } from "preact";
import { Question } from "../parts/question.tsx";
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
  return (
    <Question
      title={textOf(confirm, "title")}
      yes={textOf(confirm, "confirm")}
      no={textOf(confirm, "deny")}
      danger={str(confirm, "style") === "danger"}
      onYes={onYes}
      onNo={onNo}
    >
      <TextObject type={str(text, "type")} text={str(text, "text")} />
    </Question>
  );
}
