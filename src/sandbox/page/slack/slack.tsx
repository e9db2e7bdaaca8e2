/** The Slack pane: a workspace as its people know it, for whoever acts at the moment. */
import type { JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ActAnswer } from "../../page-api.ts";
import type { ChannelView } from "../../slack/types/workspace.ts";
import { useFollowScene } from "../follow-scene.tsx";
import { useRemembered } from "../memory.tsx";
import { findChannel } from "../names.ts";
import { Icon } from "../parts/icon.tsx";
import { useWorld } from "../world.tsx";
import { HomePane } from "./app-pane.tsx";
import { ChannelPane } from "./channel-pane.tsx";
import { type Desk, DeskContext, doInSlack, useDesk } from "./desk.tsx";
import { Modals } from "./modal.tsx";
import { NoticeContext } from "./notice.tsx";
import { People } from "./people.tsx";
import { Sidebar } from "./sidebar.tsx";
import { ThreadPane } from "./thread-pane.tsx";
import { ThreadsPane } from "./threads-pane.tsx";
import { threadPlace } from "./unread.ts";
import { NOT_YET } from "./writing.tsx";

/** Who acts at first: somebody of the group. */
const FIRST = "ben";

export function SlackPane(): JSX.Element {
  const { slack } = useWorld();
  const people = slack.users.filter((user) => !user.isBot && !user.deleted);
  const [chosen, choose] = useRemembered("actor", "");
  const me = people.find(({ id }) => id === chosen) ?? people.find(({ name }) => name === FIRST) ?? people[0];
  const scene = useFollowScene();
  useEffect(() => {
    if (scene.place !== null) choose(scene.place.user);
  }, [scene.place?.user]);
  return (
    <section class="pane slack" aria-label="Slack">
      <header class="slack-top">
        <h2 class="pane-title">Slack</h2>
        <People
          me={me?.id ?? ""}
          onChoose={(id) => {
            scene.leave();
            choose(id);
          }}
        />
      </header>
      {me === undefined ? <p class="empty">There is nobody in this workspace.</p> : <Workspace me={me} />}
    </section>
  );
}

function Workspace({ me }: Pick<Desk, "me">): JSX.Element {
  const { slack } = useWorld();
  const first = slack.channels.find(({ kind, members }) => kind !== "im" && members.includes(me.id));
  const [place, setPlace] = useRemembered(`place:${me.id}`, first?.id ?? "threads");
  const [thread, setThread] = useRemembered(`thread:${me.id}`, "");
  const [notice, setNotice] = useState("");
  const tell = useCallback((answer: ActAnswer) => setNotice(answer.ok ? "" : answer.message), []);
  const [played, setPlayed] = useState("");
  const { place: scene, leave } = useFollowScene();
  useEffect(() => {
    if (scene === null || scene.user !== me.id) return;
    const shown = scene.thread === null ? "" : threadPlace(scene.channel, scene.thread);
    setPlace(scene.channel);
    setThread(shown);
    setPlayed(shown);
  }, [me.id, scene?.user, scene?.channel, scene?.thread]);
  const closed = useRef("");
  // In a narrow window the channel can be seen, and take the focus, only once the thread is gone.
  useLayoutEffect(() => {
    if (thread !== "" || closed.current === "") return;
    // Whoever read elsewhere in the channel meanwhile goes on reading there.
    document
      .querySelector<HTMLElement>(`.channel-pane [data-ts="${CSS.escape(closed.current)}"]`)
      ?.focus({ preventScroll: true });
    closed.current = "";
  }, [thread]);
  const desk = useMemo<Desk>(
    () => ({
      me,
      place,
      thread,
      isPlayed: thread === played,
      go(to) {
        leave();
        setPlace(to);
        setThread("");
      },
      openThread(channel, ts) {
        leave();
        if (place !== "threads") setPlace(channel);
        setThread(threadPlace(channel, ts));
        setPlayed("");
      },
      closeThread: () => {
        leave();
        closed.current = thread.split("/")[1] ?? "";
        setThread("");
      },
    }),
    [me, place, thread, played, leave, setPlace, setThread],
  );
  return (
    <DeskContext.Provider value={desk}>
      <NoticeContext.Provider value={tell}>
        <Outage />
        <div class={`workspace${thread === "" ? "" : " with-thread"}`}>
          <Sidebar />
          <Place />
          <OpenThread />
        </div>
        {notice !== "" && (
          <div class="slack-notice" role="alert">
            {notice}
            <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => setNotice("")}>
              <Icon name="cross" />
            </button>
          </div>
        )}
        <Modals />
      </NoticeContext.Provider>
    </DeskContext.Provider>
  );
}

/** What the people here would not see of a Slack that fails: theirs goes on, the app's does not. */
function Outage(): JSX.Element | null {
  const { switches, app } = useWorld();
  if (!switches.slackDown) return null;
  return (
    <p class="outage" role="status">
      Slack is down for {app.name}: it can neither post nor hear anything. Texts wait, and nothing is lost.
    </p>
  );
}

function Place(): JSX.Element {
  const { slack, app } = useWorld();
  const { me, place } = useDesk();
  const direct = slack.channels.find(({ kind, members }) => kind === "im" && members.includes(me.id));
  const isDirect = place === "app" || place === direct?.id;
  useEffect(() => {
    if (isDirect) void doInSlack("openHome", { user: me.id, tab: "messages" });
  }, [isDirect, me.id]);
  if (place === "threads") return <ThreadsPane key={me.id} />;
  if (place === "home") return <HomePane key={me.id} />;
  const channel = place === "app" ? (direct ?? notYet(me.id)) : findChannel(slack, place);
  if (channel === undefined)
    return (
      <section class="channel-pane" aria-label={app.name}>
        <p class="empty">This channel is gone.</p>
      </section>
    );
  return <ChannelPane key={`${me.id}${channel.id}`} channel={channel} />;
}

/** The app's direct conversation before its first message: it looks like any other. */
function notYet(user: string): ChannelView {
  return {
    id: NOT_YET,
    name: "",
    kind: "im",
    members: [user],
    isArchived: false,
    isExtShared: false,
    topic: "",
    messages: [],
  };
}

function OpenThread(): JSX.Element | null {
  const { slack } = useWorld();
  const { me, thread } = useDesk();
  const [channelId = "", root = ""] = thread.split("/");
  const channel = findChannel(slack, channelId);
  if (channel === undefined) return null;
  return <ThreadPane key={`${me.id}${thread}`} channel={channel} root={root} />;
}
