/** Hints above the composer: commands after `/`, people after `@`. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { useWorld } from "../world.tsx";
import { mentionsFor } from "./typed.ts";

interface Item {
  readonly shown: string;
  readonly hint: string;
  /** The whole text once it is chosen. */
  readonly text: string;
}

export interface SuggestionState {
  readonly items: readonly Item[];
  readonly at: number;
  /** For the field: where the list stands, and what in it is chosen. */
  readonly aria: { readonly "aria-controls"?: string; readonly "aria-activedescendant"?: string };
  readonly id: string;
  choose: (text: string) => void;
  /** True when the key was for the list. */
  key(event: KeyboardEvent): boolean;
  onChoose: ((text: string) => void) | null;
}

export function useSuggestions(text: string, inThread: boolean): SuggestionState {
  const { slack, app } = useWorld();
  const id = useId();
  const [at, setAt] = useState(0);
  const [hiddenFor, setHiddenFor] = useState("");
  const commands = [
    { command: "/me", hint: "[your message]", description: "Displays action text" },
    ...app.commands,
  ];
  const typed = /^\/\S*$/.test(text) && !inThread ? text.toLowerCase() : null;
  const fitting = commands.filter(({ command }) => command.toLowerCase().startsWith(typed ?? " "));
  // What stands there whole comes first, and is hinted at only beside longer ones.
  const others = fitting.filter(({ command }) => command !== typed);
  const whole = others.length === 0 ? [] : fitting.filter(({ command }) => command === typed);
  const found: Item[] =
    typed === null
      ? mentionsFor(text, slack).map(({ shown, hint }) => ({
          shown,
          hint,
          text: `${text.replace(/@[^@]*$/, "")}${shown} `,
        }))
      : [...whole, ...others].map(({ command, hint, description }) => ({
          shown: hint === "" ? command : `${command} ${hint}`,
          hint: description,
          text: `${command} `,
        }));
  const items = hiddenFor === text ? [] : found;
  const index = Math.min(at, Math.max(0, items.length - 1));
  const state: SuggestionState = {
    id,
    aria: items.length === 0 ? {} : { "aria-controls": id, "aria-activedescendant": `${id}-${index}` },
    items,
    at: index,
    onChoose: null,
    choose(next) {
      setAt(0);
      state.onChoose?.(next);
    },
    key(event) {
      if (items.length === 0) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setAt((index + step + items.length) % items.length);
      else if (event.key === "Escape") setHiddenFor(text);
      // A command that stands there whole runs.
      else if (event.key === "Enter" && items[index]?.text === `${text} `) return false;
      else if (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey))
        state.choose(items[index]?.text ?? text);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
  return state;
}

export function Suggestions(props: {
  of: SuggestionState;
  onChoose: (text: string) => void;
}): JSX.Element | null {
  const { of, onChoose } = props;
  of.onChoose = onChoose;
  if (of.items.length === 0) return null;
  return (
    <div class="suggestions" role="listbox" id={of.id} aria-label="Suggestions">
      {of.items.map((item, index) => (
        <div
          key={item.shown}
          id={`${of.id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === of.at}
          onMouseDown={(event) => {
            event.preventDefault();
            of.choose(item.text);
          }}
        >
          <strong>{item.shown}</strong>
          <small>{item.hint}</small>
        </div>
      ))}
    </div>
  );
}
