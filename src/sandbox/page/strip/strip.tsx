/** What happens underneath, newest first, and the switches that make the outside world misbehave. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RawExchange, StripLine, SwitchName } from "../../page-api.ts";
import { useRemembered } from "../memory.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { SCROLLS } from "../parts/scrolls.ts";
import { showSeconds } from "../parts/times.ts";
import { perform, useWorld } from "../world.tsx";

const FEW = 40;

export function Strip(): JSX.Element {
  const { strip } = useWorld();
  const [wide, setWide] = useRemembered("strip", "");
  const [everything, setEverything] = useRemembered("strip-everything", "");
  const [open, setOpen] = useState<StripLine | null>(null);
  const shown = strip
    .filter(({ tone }) => everything !== "" || tone !== "quiet")
    .slice(0, wide === "" ? FEW : 400);
  return (
    <section class={`strip${wide === "" ? "" : " strip-wide"}`} aria-label="What happens underneath">
      <div class="strip-head">
        <h2 class="pane-title">Underneath</h2>
        <button
          type="button"
          class="button button-small"
          aria-expanded={wide !== ""}
          onClick={() => setWide(wide === "" ? "yes" : "")}
        >
          {wide === "" ? "More" : "Less"}
        </button>
        <label class="strip-all">
          <input
            type="checkbox"
            checked={everything !== ""}
            onChange={() => setEverything(everything === "" ? "yes" : "")}
          />
          look-ups too
        </label>
      </div>
      {shown.length === 0 ? (
        <p class="strip-empty">
          Nothing yet. Text from a phone, and every step to Slack and back is told here.
        </p>
      ) : (
        <ol class="strip-lines" {...SCROLLS} aria-label="Newest first">
          {shown.map((line) => (
            <li key={line.id}>
              <button
                type="button"
                class={`strip-line tone-${line.tone}`}
                disabled={!line.hasRaw}
                onClick={() => setOpen(line)}
              >
                <time dateTime={new Date(line.at).toISOString()}>{showSeconds(new Date(line.at))}</time>
                <span class={`kind kind-${line.kind}`}>{line.kind}</span>
                <span class="ellipsis">{line.words}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {open !== null && <Raw line={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Raw({ line, onClose }: { line: StripLine; onClose: () => void }): JSX.Element {
  const [raw, setRaw] = useState<RawExchange | null>(null);
  useEffect(() => {
    fetch(`/raw?id=${encodeURIComponent(line.id)}`)
      .then(async (answer) => {
        if (!answer.ok) throw new Error("not kept");
        setRaw((await answer.json()) as RawExchange);
      })
      .catch(() => setRaw({ request: "This is not kept any more.", answer: "" }));
  }, [line.id]);
  return (
    <Dialog title={line.words} class="raw" onClose={onClose}>
      <div class="dialog-body">
        <h3>Request</h3>
        <pre {...SCROLLS}>{raw?.request ?? "…"}</pre>
        {raw !== null && raw.answer !== "" && (
          <>
            <h3>Answer</h3>
            <pre {...SCROLLS}>{raw.answer}</pre>
          </>
        )}
      </div>
    </Dialog>
  );
}

const SWITCHES: readonly { readonly name: SwitchName; readonly label: string; readonly hint: string }[] = [
  { name: "slackSlow", label: "Slack slow", hint: "Every call to Slack takes three seconds" },
  { name: "slackDown", label: "Slack down", hint: "Slack answers nothing and delivers nothing" },
  { name: "socketCut", label: "Socket cut", hint: "No socket to Slack stays open" },
  {
    name: "answersLost",
    label: "Answers lost",
    hint: "Slack, the carrier and the CRM act, but their answer to a post, a text or a record never arrives",
  },
  { name: "carrierRejecting", label: "Carrier rejecting", hint: "The carrier refuses every text" },
  { name: "carrierSilent", label: "Carrier silent", hint: "Texts arrive, but the carrier reports nothing" },
  { name: "crmDown", label: "CRM down", hint: "The CRM answers nothing" },
];

export function SwitchBoard(): JSX.Element {
  const { switches, crm } = useWorld();
  const offered = SWITCHES.filter(({ name }) => crm !== null || name !== "crmDown");
  return (
    <fieldset class="switches" aria-label="Make the outside world misbehave">
      {offered.map(({ name, label, hint }) => (
        <button
          type="button"
          key={name}
          class="switch"
          aria-pressed={switches[name]}
          title={hint}
          onClick={() => void perform({ act: "switch", name, on: !switches[name] })}
        >
          <span class="switch-knob" aria-hidden="true" />
          {label}
        </button>
      ))}
    </fieldset>
  );
}
