/** Colours for people's pictures, all dark enough for white letters. */
const colours = ['#7a3e9d', '#1f6fb2', '#0b7a5c', '#a8324a', '#8a5a00', '#4a5bb8', '#0f7285', '#7d4b32'];

/** A person's picture: initials on a colour of their own. It says nothing that the name beside it does not. */
export function Avatar({ id, name, size = 36 }: { id: string; name: string; size?: number }) {
  const words = name.split(' ');
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0] ?? '').join('');
  const sum = [...id].reduce(
    (total, letter) => Math.imul(total ^ (letter.codePointAt(0) ?? 0), 0x01000193),
    0x811c9dc5,
  );
  const background = colours[(sum >>> 13) % colours.length];
  return (
    <span class="avatar" aria-hidden="true" style={{ background, width: size, height: size, fontSize: size * 0.4 }}>
      {initials}
    </span>
  );
}

export function AppAvatar({ size = 36 }: { size?: number }) {
  return (
    <svg class="avatar" aria-hidden="true" width={size} height={size} viewBox="0 0 16 16">
      <rect width="16" height="16" fill="#1d3b53" />
      <path d="M4 8.5l2.5 2.5L12 5.5" stroke="#fff" stroke-width="1.8" fill="none" />
    </svg>
  );
}
