import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const highest = 320;
const margin = 8;

/**
 * Where a list opens beside what it belongs to: below, or above where there is more room. Positions are fixed, so that no
 * scrolling box around it cuts it off.
 */
export function usePopup(anchor: RefObject<HTMLElement | null>, isOpen: boolean, least = 0): Record<string, string> {
  const [style, setStyle] = useState<Record<string, string>>({ visibility: 'hidden' });
  useLayoutEffect(() => {
    if (!isOpen) return;
    let frame = 0;
    let before = '';
    // Whatever moves it: scrolling, another size of the window, a form that grows under an open list.
    const follow = () => {
      const box = anchor.current?.getBoundingClientRect();
      const key = box ? [box.left, box.top, box.width, window.innerWidth, window.innerHeight].join(' ') : before;
      if (box && key !== before) setStyle(placeBeside(box, least));
      before = key;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [anchor, isOpen, least]);
  return style;
}

function placeBeside(box: DOMRect, least: number): Record<string, string> {
  const below = window.innerHeight - box.bottom - margin;
  const above = box.top - margin;
  const goesUp = below < 180 && above > below;
  const width = Math.min(Math.max(box.width, least), window.innerWidth - 2 * margin);
  const left = Math.max(margin, Math.min(box.left, window.innerWidth - width - margin));
  return {
    position: 'fixed',
    left: `${left}px`,
    width: `${width}px`,
    maxHeight: `${Math.min(highest, goesUp ? above : below)}px`,
    ...(goesUp ? { bottom: `${window.innerHeight - box.top + 4}px` } : { top: `${box.bottom + 4}px` }),
  };
}
