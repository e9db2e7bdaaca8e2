/** Customers' phones: who they are, what they hold, and a place to text from. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PhoneSide } from "../../page-api.ts";
import { useFollowScene } from "../follow-scene.tsx";
import { useRemembered } from "../memory.tsx";
import { phoneTitle, showNumber } from "../names.ts";
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
      <PhoneList
        chosen={phone?.number ?? ""}
        onChoose={(number) => {
          scene.leave();
          choose(number);
        }}
      />
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

interface ListProps {
  readonly chosen: string;
  readonly onChoose: (number: string) => void;
}

/** The newest active first, and the chosen one always in sight. */
function PhoneList({ chosen, onChoose }: ListProps): JSX.Element {
  const order = newestFirst(useWorld().phones);
  const box = useRef<HTMLFieldSetElement>(null);
  const place = order.findIndex(({ number }) => number === chosen);
  useLayoutEffect(() => {
    box.current?.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, place]);
  return (
    <fieldset ref={box} class="phone-list" aria-label="Whose phone">
      {order.map((phone) => {
        const { name, number } = phone;
        const isOpen = number === chosen;
        return (
          <button
            type="button"
            key={number}
            class={`phone-choice${isOpen ? " phone-chosen" : ""}`}
            aria-pressed={isOpen}
            title={`${phoneTitle(phone)} ${showNumber(number)}`}
            onClick={() => onChoose(number)}
          >
            <Avatar name={name} />
            <span class="person-name">
              <span class="ellipsis">{phoneTitle(phone)}</span>
              <small>{name === number ? "without a name" : showNumber(number)}</small>
            </span>
            <NewTexts number={number} isOpen={isOpen} />
          </button>
        );
      })}
    </fieldset>
  );
}

function newestFirst({ phones, messages }: PhoneSide): PhoneSide["phones"] {
  const last = new Map(messages.flatMap(({ from, to }, index) => [[from, index] as const, [to, index]]));
  const age = ({ number }: { readonly number: string }) => last.get(number) ?? -1;
  return [...phones].sort((a, b) => age(b) - age(a));
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
