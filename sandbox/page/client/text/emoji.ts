/** The emoji that apps like this one use; any other shows as its name. */
const byName: Record<string, string> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  lock: '🔒',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  eyes: '👀',
  wave: '👋',
  tada: '🎉',
  bell: '🔔',
  mag: '🔍',
  pencil2: '✏️',
  information_source: 'ℹ️',
  arrow_right: '➡️',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  thumbsup: '👍',
  '+1': '👍',
  '-1': '👎',
  raised_hand: '✋',
  stopwatch: '⏱️',
  repeat: '🔁',
  wastebasket: '🗑️',
  bust_in_silhouette: '👤',
  busts_in_silhouette: '👥',
};

export function showEmoji(name: string): string {
  return byName[name] ?? `:${name}:`;
}

/** Plain text with `:emoji:` codes in it. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (code, name: string) => byName[name] ?? code);
}
