import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isTouched } from "../../is-touched.ts";
import type { PlayState } from "../../page-api.ts";
import { useFollowScene } from "../follow-scene.tsx";
import { Icon } from "../parts/icon.tsx";
import { Question } from "../parts/question.tsx";
import { perform, useWorld } from "../world.tsx";
import { CarrierButton } from "./carrier.tsx";
import { ResetButton } from "./reset.tsx";

/** Play the scene, Reset, and with which carrier. */
export function SceneControls(): JSX.Element {
  const { play } = useWorld();
  return (
    <div class="scene-controls">
      {play.steps.length > 0 && <PlayButton />}
      <ResetButton />
      <CarrierButton />
    </div>
  );
}

/** The scene begins in an empty world; where something has happened already, it asks once. */
function PlayButton(): JSX.Element {
  const world = useWorld();
  const { follow, leave } = useFollowScene();
  const [asking, setAsking] = useState(false);
  const [starting, setStarting] = useState(false);
  const busy = starting || world.play.current !== null;
  const start = async () => {
    setAsking(false);
    setStarting(true);
    follow();
    const answer = await perform({ act: "play" });
    if (!answer.ok) leave();
    setStarting(false);
  };
  const press = () => {
    if (busy) return;
    if (isTouched(world)) setAsking(true);
    else void start();
  };
  return (
    <>
      {/* Not disabled: the focus would be lost. */}
      <button type="button" class="button button-primary button-small" aria-disabled={busy} onClick={press}>
        <Icon name="play" /> {busy ? "Playing…" : "Play the scene"}
      </button>
      {asking && (
        <Question
          title="Play the scene from the beginning?"
          yes="Play"
          no="Keep it"
          onYes={() => void start()}
          onNo={() => setAsking(false)}
        >
          What is here is forgotten.
        </Question>
      )}
    </>
  );
}

/** The walk-through's steps: done, now, to come, and where it stopped. */
export function SceneSteps(): JSX.Element | null {
  const { play } = useWorld();
  const [hidden, setHidden] = useState(false);
  const playing = play.current !== null;
  useEffect(() => {
    if (playing) setHidden(false);
  }, [playing]);
  const began = playing || play.done > 0 || play.trouble !== null;
  if (!began || hidden) return null;
  return (
    <section class="scene-steps" aria-label="The scene">
      <ol>
        {play.steps.map((step, index) => {
          const state = stateOf(play, index);
          return (
            <li
              key={step}
              class={`step-${state}`}
              {...(state === "now" ? { "aria-current": "step" as const } : {})}
            >
              {step}
            </li>
          );
        })}
      </ol>
      {play.trouble !== null && (
        <>
          <p role="alert">The scene stopped: {play.trouble} Reset, and play it again.</p>
          <ResetButton />
        </>
      )}
      {!playing && (
        <button type="button" class="icon-button" aria-label="Hide the steps" onClick={() => setHidden(true)}>
          <Icon name="cross" />
        </button>
      )}
    </section>
  );
}

function stateOf({ current, done, trouble }: PlayState, index: number): string {
  if (index === current) return "now";
  if (index < done) return "done";
  return trouble !== null && index === done ? "stopped" : "later";
}
