/** Customers' phones: who they are, what they hold, and a place to text from. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useFollowScene } from "../follow-scene.tsx";
import { useRemembered } from "../memory.tsx";
import { showNumber } from "../names.ts";
import { Avatar } from "../slack/avatar.tsx";
import { useWorld } from "../world.tsx";
import { NewPhone } from "./new-phone.tsx";
import { Phone } from "./phone.tsx";

export function Phones(): JSX.Element {
  const { phones } = useWorld().phones;
  const [chosen, choose] = useRemembered("phone", "");
  const [adding, setAdding] = useState(false);
  const scene = useFollowScene();
  useEffect(() => {
    if (scene.place !== null) choose(scene.place.phone);
  }, [scene.place?.phone]);
  const phone = phones.find(({ number }) => number === chosen) ?? phones[0];
  return (
    <section class="pane phones" aria-label="Phones">
      <header class="phones-top">
        <h2 class="pane-title">Phones</h2>
        <button type="button" class="button button-small" onClick={() => setAdding(true)}>
          New phone
        </button>
      </header>
      <fieldset class="phone-list" aria-label="Whose phone">
        {phones.map(({ number, name }) => (
          <button
            type="button"
            key={number}
            class={`phone-choice${number === phone?.number ? " phone-chosen" : ""}`}
            aria-pressed={number === phone?.number}
            title={`${name} ${showNumber(number)}`}
            onClick={() => {
              scene.leave();
              choose(number);
            }}
          >
            <Avatar name={name} />
            <span class="person-name">
              <span class="ellipsis">{name}</span>
              <small>{showNumber(number)}</small>
            </span>
            <NewTexts number={number} isOpen={number === phone?.number} />
          </button>
        ))}
      </fieldset>
      {phone === undefined ? (
        <p class="empty">There is no phone yet. Make one with New phone.</p>
      ) : (
        <Phone key={phone.number} phone={phone} />
      )}
      {adding && (
        <NewPhone
          onClose={() => setAdding(false)}
          onMade={(number) => {
            choose(number);
            setAdding(false);
          }}
        />
      )}
    </section>
  );
}

/** How many texts arrived since this phone was last looked at. */
function NewTexts({ number, isOpen }: { number: string; isOpen: boolean }): JSX.Element | null {
  const { messages } = useWorld().phones;
  const got = messages.filter((sms) => sms.to === number && sms.arrived).length;
  const [seen, see] = useRemembered(`texts:${number}`, "0");
  useEffect(() => {
    if (isOpen && seen !== String(got)) see(String(got));
  }, [isOpen, seen, got, see]);
  const count = isOpen ? 0 : got - Number(seen);
  if (count <= 0) return null;
  return (
    <span class="badge">
      {count}
      <span class="visually-hidden"> new</span>
    </span>
  );
}
