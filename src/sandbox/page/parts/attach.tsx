import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { NewFile } from "../../slack/types/acts.ts";
import { Icon } from "./icon.tsx";

export function AttachButton({ onAttach }: { onAttach: (file: NewFile) => void }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const take = async (files: FileList | null) => {
    for (const file of files ?? []) onAttach(await readFile(file));
    if (field.current !== null) field.current.value = "";
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => void take(event.currentTarget.files)}
      />
      <button
        type="button"
        class="icon-button"
        aria-label="Attach a file"
        title="Attach a file"
        onClick={() => field.current?.click()}
      >
        <Icon name="plus" />
      </button>
    </>
  );
}

export function AttachedFiles({
  files,
  onRemove,
}: {
  files: readonly NewFile[];
  onRemove: () => void;
}): JSX.Element {
  return (
    <div class="attached">
      {files.map(({ name }) => (
        <span key={name} class="ellipsis">
          <Icon name="file" /> {name}
        </span>
      ))}
      <button type="button" class="icon-button" aria-label="Remove attached files" onClick={onRemove}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

async function readFile(file: File): Promise<NewFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const type = file.type === "" ? {} : { mimetype: file.type };
  return { name: file.name, content: btoa(binary), encoding: "base64", ...type };
}
