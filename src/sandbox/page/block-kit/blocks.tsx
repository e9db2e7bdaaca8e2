/** Block Kit, drawn the way Slack draws it. What is not known here becomes a box that nobody overlooks. */

import type { JSX } from "preact";
import { Icon } from "../parts/icon.tsx";
import { CantDraw } from "./cant-draw.tsx";
import { isChoice } from "./choices.tsx";
import { Element } from "./elements.tsx";
import { TextObject } from "./inline.tsx";
import { InputBlock } from "./input.tsx";
import { showPlain } from "./plain.ts";
import { list, obj, str, textOf, type Wire } from "./read.ts";
import { RichText } from "./rich-text.tsx";
import { useSurface } from "./surface.tsx";

interface BlocksProps {
  readonly blocks: readonly Wire[];
  /** Block id -> what is wrong with it. */
  readonly errors?: Readonly<Record<string, string>>;
}

export function Blocks({ blocks, errors = {} }: BlocksProps): JSX.Element {
  // A message that is redrawn gets new ids where its app gave none; what somebody has open on it stays open.
  const isMessage = "ts" in useSurface().at;
  const keyOf = (block: Wire, index: number) => (isMessage ? index : str(block, "block_id") || index);
  return (
    <div class="blocks">
      {blocks.map((block, index) => (
        <Block key={keyOf(block, index)} block={block} error={errors[str(block, "block_id")]} />
      ))}
    </div>
  );
}

function Block({ block, error }: { block: Wire; error: string | undefined }): JSX.Element {
  switch (block.type) {
    case "section":
      return <Section block={block} />;
    case "context":
      return <Context block={block} />;
    case "actions":
      return <Actions block={block} />;
    case "header":
      return <h3 class="block-header">{showPlain(textOf(block))}</h3>;
    case "divider":
      return <hr />;
    case "image":
      return <Image block={block} />;
    case "rich_text":
      return <RichText block={block} />;
    case "input":
      return <InputBlock block={block} error={error} />;
    default:
      return <CantDraw what={`the block ${String(block.type)}`} raw={block} />;
  }
}

function Text({ of }: { of: Wire | null }): JSX.Element {
  return <TextObject type={str(of, "type")} text={str(of, "text")} />;
}

function Section({ block }: { block: Wire }): JSX.Element {
  const accessory = obj(block, "accessory");
  const text = obj(block, "text");
  const fields = list(block, "fields");
  return (
    <div class="block-section">
      <div class="section-words">
        {text !== null && (
          <div class="section-text">
            <Text of={text} />
          </div>
        )}
        {fields.length > 0 && (
          <div class="section-fields">
            {fields.map((field, index) => (
              <div key={index}>
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== null && (
        <div class="section-accessory">
          {accessory.type === "image" ? (
            <Picture of={accessory} />
          ) : (
            <Element element={accessory} blockId={str(block, "block_id")} />
          )}
        </div>
      )}
    </div>
  );
}

function Context({ block }: { block: Wire }): JSX.Element {
  return (
    <div class="block-context">
      {list(block, "elements").map((element, index) => (
        <span key={index}>{element.type === "image" ? <Picture of={element} /> : <Text of={element} />}</span>
      ))}
    </div>
  );
}

function Actions({ block }: { block: Wire }): JSX.Element {
  const blockId = str(block, "block_id");
  /** What was chosen in a menu shows until its block is drawn anew. */
  const keyOf = (element: Wire) => `${isChoice(element) ? `${blockId} ` : ""}${str(element, "action_id")}`;
  return (
    <div class="block-actions">
      {list(block, "elements").map((element) => (
        <Element key={keyOf(element)} element={element} blockId={blockId} />
      ))}
    </div>
  );
}

function Image({ block }: { block: Wire }): JSX.Element {
  const title = showPlain(textOf(block, "title"));
  return (
    <figure class="block-image">
      {title !== "" && <figcaption>{title}</figcaption>}
      <Picture of={block} />
    </figure>
  );
}

/** Nothing is loaded from elsewhere: a picture of the web stands here by its description. */
function Picture({ of }: { of: Wire }): JSX.Element {
  const url = str(of, "image_url");
  const alt = str(of, "alt_text") || "picture";
  if (url.startsWith("data:image/")) return <img src={url} alt={alt} />;
  return (
    <span class="picture" role="img" aria-label={alt} title={url}>
      <Icon name="picture" /> {alt}
    </span>
  );
}
