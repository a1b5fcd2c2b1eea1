/** One thing that the doctor looked at: a whole sentence, which for a bad one says what to do. */
export interface Finding {
  mark: 'good' | 'note' | 'bad';
  text: string;
}

export const good = (text: string): Finding => ({ mark: 'good', text });
/** Not wrong, but better known. */
export const note = (text: string): Finding => ({ mark: 'note', text });
export const bad = (text: string): Finding => ({ mark: 'bad', text });
