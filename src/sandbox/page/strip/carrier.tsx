import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CarrierFace } from "../../page-api.ts";
import { Menu } from "../parts/menu.tsx";
import { Question } from "../parts/question.tsx";
import { perform, useWorld } from "../world.tsx";

/** Says whose lines the phones text; asks, then begins anew with another one. */
export function CarrierButton(): JSX.Element | null {
  const { carrier, carriers } = useWorld();
  const [asked, ask] = useState<CarrierFace | null>(null);
  const [resetting, setResetting] = useState(false);
  const others = carriers.filter(({ name }) => name !== carrier.name);
  if (others.length === 0) return null;
  const change = async ({ name }: CarrierFace) => {
    ask(null);
    setResetting(true);
    await perform({ act: "reset", carrier: name });
    setResetting(false);
  };
  const words = resetting ? "Changing…" : `Carrier: ${carrier.title}`;
  return (
    <>
      <Menu
        label={words}
        class="button button-small"
        button={words}
        items={others.map((other) => ({ label: other.title, act: () => ask(other) }))}
        isBusy={resetting}
      />
      {asked !== null && (
        <Question
          title={`Begin anew with ${asked.title}?`}
          yes={asked.title}
          no="Keep it"
          danger
          onYes={() => void change(asked)}
          onNo={() => ask(null)}
        >
          The lines are at {asked.title} then. Every text, thread and setting here is forgotten.
        </Question>
      )}
    </>
  );
}
