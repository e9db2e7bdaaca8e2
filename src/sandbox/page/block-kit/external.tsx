/** A select whose options only the app knows: it is asked with what is typed, and what is chosen stands in chips. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { OfferedGroup } from "../../slack/types/acts.ts";
import { Icon } from "../parts/icon.tsx";
import { perform, useWorld } from "../world.tsx";
import { type ChoiceProps, common } from "./choice-props.ts";
import { showPlain } from "./plain.ts";
import { isWire, list, obj, str, textOf, type Wire } from "./read.ts";
import { type Surface, useSurface } from "./surface.tsx";

/** Slack asks the app only when this much is typed, where the element doesn't say. */
const MIN_QUERY = 3;
/** Between two letters of somebody who goes on typing. */
const PAUSE_MS = 120;

interface Menu {
  readonly groups: readonly OfferedGroup[];
  /** What stands there instead of options. */
  readonly words: string;
}

/** The menu for what is typed; null before it is asked for. */
function useMenu(element: Wire, blockId: string, query: string | null): Menu | null {
  const { user, at } = useSurface();
  const { app } = useWorld();
  const [menu, setMenu] = useState<Menu | null>(null);
  const actionId = str(element, "action_id");
  const least = Number(str(element, "min_query_length") || MIN_QUERY);
  const place = JSON.stringify(at);
  useEffect(() => {
    setMenu(null);
    if (query === null) return;
    if (query.length < least) {
      const more = least - query.length;
      return setMenu({ groups: [], words: `Type ${more} more ${more === 1 ? "character" : "characters"}.` });
    }
    let isNewest = true;
    const timer = setTimeout(() => {
      const input = { user, ...at, actionId, blockId, query };
      void perform({ act: "slack", operation: "search", input }).then((answer) => {
        if (isNewest) setMenu(menuOf(answer.ok ? answer.result : null, app.name));
      });
    }, PAUSE_MS);
    return () => {
      isNewest = false;
      clearTimeout(timer);
    };
  }, [query, actionId, blockId, user, place, least, app.name]);
  return menu;
}

function menuOf(result: unknown, appName: string): Menu {
  if (!isWire(result) || result.acked !== true)
    return { groups: [], words: `${appName} is not answering. Try again.` };
  // Types of the control's own answer, over the wire.
  const groups = (result.groups as OfferedGroup[]).filter(({ options }) => options.length > 0);
  return { groups, words: groups.length === 0 ? "No results" : "" };
}

/** What chosen values are called: as they were offered, as the view keeps them, or as it began. */
function useLabels(element: Wire, surface: Surface): Map<string, string> {
  const labels = useRef(new Map<string, string>());
  for (const option of [...list(element, "initial_options"), obj(element, "initial_option")])
    if (option !== null) labels.current.set(str(option, "value"), textOf(option));
  for (const [value, label] of Object.entries(surface.labels)) labels.current.set(value, label);
  return labels.current;
}

function initialOf(element: Wire): string[] {
  return [...list(element, "initial_options"), ...list({ one: [element.initial_option] }, "one")].map(
    (option) => str(option, "value"),
  );
}

/** Options under their heading; none where they have none. */
function Group({ label, children }: { label: string | null; children: ComponentChildren }): JSX.Element {
  if (label === null) return <>{children}</>;
  const words = showPlain(label);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of options holds no fieldset.
    <div role="group" aria-label={words}>
      <div class="external-heading" aria-hidden="true">
        {words}
      </div>
      {children}
    </div>
  );
}

export function External(props: ChoiceProps): JSX.Element {
  const { element, label, value, blockId, onChoose } = props;
  const id = useId();
  const labels = useLabels(element, useSurface());
  const [query, setQuery] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const menu = useMenu(element, blockId, query);
  const several = element.type === "multi_external_select";
  const chosen = value === null ? initialOf(element) : Array.isArray(value) ? value : [value];
  const groups = (menu?.groups ?? []).map(({ label: heading, options }) => ({
    label: heading,
    options: options.filter((option) => !several || !chosen.includes(option.value)),
  }));
  const offered = groups.flatMap(({ options }) => options);
  const places = new Map(offered.map((option, place) => [option, place]));
  const index = Math.min(at, Math.max(0, offered.length - 1));
  useEffect(() => {
    if (offered.length > 0) document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: "nearest" });
  }, [id, index, offered.length]);
  const choose = (option: { text: string; value: string } | undefined) => {
    if (option === undefined) return;
    labels.set(option.value, option.text);
    setQuery(several ? "" : null);
    setAt(0);
    if (several) onChoose([...chosen.filter((one) => one !== option.value), option.value]);
    else onChoose(option.value);
  };
  const remove = (one: string) => {
    onChoose(chosen.filter((other) => other !== one));
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const last = chosen.at(-1);
    if (step !== undefined && offered.length > 0) setAt((index + step + offered.length) % offered.length);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose(offered[index]);
    else if (event.key === "Escape" && query !== null) setQuery(null);
    else if (event.key === "Backspace" && (query ?? "") === "" && last !== undefined) remove(last);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="external">
      {chosen.length > 0 && (
        <ul class="chips" aria-label={`Chosen: ${label}`}>
          {chosen.map((one) => (
            <li key={one} class="chip">
              {showPlain(labels.get(one) ?? one)}
              <button
                type="button"
                class="icon-button"
                aria-label={`Remove ${showPlain(labels.get(one) ?? one)}`}
                // The menu stays open for it: closing would move the chip away from under the pointer before the click.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => remove(one)}
              >
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        {...common(props)}
        ref={field}
        class="field"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        {...(offered.length > 0 ? { "aria-activedescendant": `${id}-${index}` } : {})}
        placeholder={textOf(element, "placeholder") || "Search"}
        value={query ?? ""}
        onFocus={() => setQuery(query ?? "")}
        onBlur={() => setQuery(null)}
        onInput={(event) => {
          setAt(0);
          setQuery(event.currentTarget.value);
        }}
        onKeyDown={keys}
      />
      <div class={`external-menu${menu === null ? " external-closed" : ""}`} aria-live="polite">
        {menu !== null && menu.words !== "" && <p class="external-words">{menu.words}</p>}
        <div role="listbox" id={`${id}-list`} aria-label={label}>
          {groups.map((group) => (
            <Group key={group.label ?? ""} label={group.options.length > 0 ? group.label : null}>
              {group.options.map((option) => {
                const place = places.get(option) ?? 0;
                return (
                  <div
                    key={option.value}
                    id={`${id}-${place}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={place === index}
                    onMouseDown={(event) => {
                      // The field keeps the focus, so that one can go on searching.
                      event.preventDefault();
                      choose(option);
                    }}
                  >
                    {showPlain(option.text)}
                  </div>
                );
              })}
            </Group>
          ))}
        </div>
      </div>
    </div>
  );
}
