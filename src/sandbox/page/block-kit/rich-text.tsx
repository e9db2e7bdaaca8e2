/** The block that composers write: paragraphs, lists, quotes and preformatted text, with every inline element. */
import type { ComponentChildren, JSX } from "preact";
import { charactersOf } from "../../../lib/emoji.ts";
import { CantDraw } from "./cant-draw.tsx";
import {
  Broadcast,
  ChannelMention,
  Emoji,
  GroupMention,
  SafeLink,
  SlackDate,
  UserMention,
} from "./inline.tsx";
import { flag, list, obj, str, type Wire } from "./read.ts";

export function RichText({ block }: { block: Wire }): JSX.Element {
  return (
    <div class="rich-text">
      {list(block, "elements").map((element, index) => (
        <RichElement key={index} element={element} />
      ))}
    </div>
  );
}

function RichElement({ element }: { element: Wire }): JSX.Element {
  const inside = <RichInlines elements={list(element, "elements")} />;
  switch (element.type) {
    case "rich_text_section":
      return <div class="rich-section">{inside}</div>;
    case "rich_text_preformatted":
      return <pre>{inside}</pre>;
    case "rich_text_quote":
      return <blockquote>{inside}</blockquote>;
    case "rich_text_list":
      return <RichList element={element} />;
    default:
      return <CantDraw what={`${String(element.type)} in rich_text`} raw={element} />;
  }
}

function RichList({ element }: { element: Wire }): JSX.Element {
  const indent = Math.min(8, Number(element.indent ?? 0));
  const items = list(element, "elements").map((item, index) => (
    <li key={index}>
      <RichInlines elements={list(item, "elements")} />
    </li>
  ));
  return element.style === "ordered" ? (
    <ol class={`indent-${indent}`} start={Number(element.offset ?? 0) + 1}>
      {items}
    </ol>
  ) : (
    <ul class={`indent-${indent}`}>{items}</ul>
  );
}

function RichInlines({ elements }: { elements: Wire[] }): JSX.Element {
  return (
    <>
      {elements.map((element, index) => (
        <Styled key={index} style={obj(element, "style")}>
          <RichInline element={element} />
        </Styled>
      ))}
    </>
  );
}

function Styled({ style, children }: { style: Wire | null; children: ComponentChildren }): JSX.Element {
  let drawn = <>{children}</>;
  if (flag(style, "code")) drawn = <code>{drawn}</code>;
  if (flag(style, "bold")) drawn = <b>{drawn}</b>;
  if (flag(style, "italic")) drawn = <i>{drawn}</i>;
  if (flag(style, "strike")) drawn = <s>{drawn}</s>;
  if (flag(style, "underline")) drawn = <u>{drawn}</u>;
  return drawn;
}

function RichInline({ element }: { element: Wire }): JSX.Element {
  switch (element.type) {
    case "text":
      return <>{str(element, "text")}</>;
    case "link":
      return <SafeLink url={str(element, "url")}>{str(element, "text") || str(element, "url")}</SafeLink>;
    case "user":
      return <UserMention id={str(element, "user_id")} />;
    case "channel":
      return <ChannelMention id={str(element, "channel_id")} />;
    case "usergroup":
      return <GroupMention id={str(element, "usergroup_id")} />;
    case "team":
      return <span class="mention">@{str(element, "team_id")}</span>;
    case "broadcast":
      return <Broadcast range={str(element, "range")} />;
    case "emoji":
      return <RichEmoji element={element} />;
    case "date":
      return <RichDate element={element} />;
    case "color":
      return <code>{str(element, "value")}</code>;
    default:
      return <CantDraw what={`${String(element.type)} in rich_text`} raw={element} />;
  }
}

function RichEmoji({ element }: { element: Wire }): JSX.Element {
  const drawn = charactersOf(str(element, "unicode"));
  const name = str(element, "name");
  if (drawn === null) return <Emoji name={name} />;
  return (
    <span class="emoji" title={`:${name}:`}>
      {drawn}
    </span>
  );
}

function RichDate({ element }: { element: Wire }): JSX.Element {
  const url = str(element, "url");
  const at = { seconds: Number(element.timestamp ?? 0), format: str(element, "format") };
  return <SlackDate {...at} {...(url === "" ? {} : { url })} />;
}
