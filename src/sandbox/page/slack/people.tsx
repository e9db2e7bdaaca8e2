import type { JSX } from "preact";
import { useWorld } from "../world.tsx";
import { Avatar } from "./avatar.tsx";
import { BadgeCount } from "./sidebar.tsx";
import { personBadge } from "./unread.ts";

/** What is worth knowing of the people of the scene before acting as them. */
const ROLES: Readonly<Record<string, string>> = {
  ana: "manager",
  ben: "agent",
  cy: "not in the directory",
};

/** Act as somebody; everybody's badges are in sight. */
export function People({ me, onChoose }: { me: string; onChoose: (user: string) => void }): JSX.Element {
  const { slack } = useWorld();
  const people = slack.users.filter((user) => !user.isBot && !user.deleted);
  return (
    <fieldset class="people" aria-label="Act in Slack as">
      {people.map(({ id, name, realName }) => {
        const badge = personBadge(slack, id);
        return (
          <button
            type="button"
            key={id}
            class={`person${id === me ? " person-me" : ""}`}
            aria-pressed={id === me}
            onClick={() => onChoose(id)}
          >
            <Avatar name={realName} />
            <span class="person-name">
              <span class="ellipsis">{realName}</span>
              <small>{ROLES[name] ?? name}</small>
            </span>
            {badge.count > 0 && <BadgeCount count={badge.count} />}
            {badge.count === 0 && badge.hasNews && <span class="dot" role="img" aria-label="unread" />}
          </button>
        );
      })}
    </fieldset>
  );
}
