import type { JSX } from "preact";
import { str, type Wire } from "../block-kit/read.ts";
import { Icon } from "../parts/icon.tsx";

/** Attached files: pictures are shown, all else is named, and can be saved. */
export function Files({ files }: { files: readonly Wire[] }): JSX.Element | null {
  if (files.length === 0) return null;
  return (
    <ul class="files" aria-label="Files">
      {files.map((file) => (
        <li key={str(file, "id")}>
          <FileFace file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileFace({ file }: { file: Wire }): JSX.Element {
  const name = str(file, "name");
  const address = `/file?id=${encodeURIComponent(str(file, "id"))}`;
  if (/^image\/(png|jpeg|gif|webp)$/.test(str(file, "mimetype")))
    return <img class="file-picture" src={address} alt={name} />;
  return (
    <a class="file" href={address} download={name}>
      <span class="file-sign" aria-hidden="true">
        <Icon name="file" />
      </span>
      <span>
        <strong>{str(file, "title") || name}</strong>
        <small>
          {str(file, "pretty_type")} · {showSize(Number(file.size ?? 0))}
        </small>
      </span>
    </a>
  );
}

function showSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
