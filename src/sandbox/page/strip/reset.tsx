import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Question } from "../parts/question.tsx";
import { perform } from "../world.tsx";

/** Asks, then begins anew. */
export function ResetButton(): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [resetting, setResetting] = useState(false);
  const reset = async () => {
    setAsking(false);
    setResetting(true);
    await perform({ act: "reset" });
    setResetting(false);
  };
  return (
    <>
      {/* Not disabled: the focus would be lost. */}
      <button
        type="button"
        class="button button-small"
        aria-disabled={resetting}
        onClick={() => !resetting && setAsking(true)}
      >
        {resetting ? "Resetting…" : "Reset"}
      </button>
      {asking && (
        <Question
          title="Reset the sandbox?"
          yes="Reset"
          no="Keep it"
          danger
          onYes={() => void reset()}
          onNo={() => setAsking(false)}
        >
          Every text, thread and setting here is forgotten, and all begins anew.
        </Question>
      )}
    </>
  );
}
