import type { FileView } from '../../protocol.ts';
import { useNames } from '../state/names.ts';

/** The files of a message, to be downloaded. */
export function Files({ files }: { files: FileView[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <FileLink key={file.id} file={file} />
      ))}
    </ul>
  );
}

function FileLink({ file }: { file: FileView }) {
  const { me } = useNames();
  const query = new URLSearchParams({ as: me, id: file.id });
  return (
    <li>
      <a href={`/file?${query}`} download={file.name}>
        <span class="file-icon" aria-hidden="true">
          {file.name.split('.').at(-1)?.toUpperCase()}
        </span>
        <span>
          <strong>{file.title}</strong>
          <small>
            {file.name} · {sizeOf(file.bytes)}
          </small>
        </span>
      </a>
    </li>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}
