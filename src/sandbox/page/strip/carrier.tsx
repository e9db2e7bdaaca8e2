import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { carrierTitles } from "../../carriers.ts";
import { Question } from "../parts/question.tsx";
import { perform, useWorld } from "../world.tsx";

/** Says whose lines the phones text; asks, then begins anew with the other one. */
export function CarrierButton(): JSX.Element | null {
  const { carrier, carriers } = useWorld();
  const [asking, setAsking] = useState(false);
  const [resetting, setResetting] = useState(false);
  const other = carriers.find((name) => name !== carrier);
  if (other === undefined) return null;
  const change = async () => {
    setAsking(false);
    setResetting(true);
    await perform({ act: "reset", carrier: other });
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
        {resetting ? "Changing…" : `Carrier: ${carrierTitles[carrier]}`}
      </button>
      {asking && (
        <Question
          title={`Begin anew with ${carrierTitles[other]}?`}
          yes={carrierTitles[other]}
          no="Keep it"
          danger
          onYes={() => void change()}
          onNo={() => setAsking(false)}
        >
          The lines are at {carrierTitles[other]} then. Every text, thread and setting here is forgotten.
        </Question>
      )}
    </>
  );
}
