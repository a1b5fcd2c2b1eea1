import { useEffect, useRef } from 'preact/hooks';
import type { PersonView } from '../../protocol.ts';
import { Menu } from '../elements/menu.tsx';
import { usePage } from '../state/page-context.ts';
import { writeRoute } from '../state/route.ts';
import { Avatar } from '../text/avatar.tsx';
import { Badge, meantFor } from './badge.tsx';

/** Those whom the stories are about, in their order. */
const mainRoles = ['requester', 'steward', 'new owner', 'no rights'];

/** The people that a tab can be: links, so that a second window can be somebody else. */
export function PeopleBar() {
  const { snapshot, route } = usePage();
  const playable = snapshot.people.filter((person) => person.playable);
  const main = mainRoles.flatMap((role) => playable.filter((person) => person.role === role));
  const others = playable.filter((person) => !main.includes(person));
  const me = others.filter((person) => person.id === snapshot.me);
  // The same place, if they are in it: to see what another person sees there.
  const hrefOf = (person: PersonView) => {
    const channel = snapshot.channels.find(({ id }) => id === route.place);
    const place = route.place === 'home' ? 'home' : channel?.members.includes(person.id) ? route.place : '';
    return writeRoute({ person: person.id, place, thread: null, panel: 'talk' });
  };
  return (
    <nav class="people" aria-label="You are">
      <span class="people-label" aria-hidden="true">
        You are
      </span>
      <div class="people-scroll">
        {[...main, ...me].map((person) => (
          <PersonLink key={person.id} person={person} href={hrefOf(person)} />
        ))}
      </div>
      <Menu
        label="Others…"
        class="button small"
        items={others.map((person) => ({ key: person.id, text: person.name, note: noteOf(person) }))}
        onPick={({ key }) => {
          const person = others.find(({ id }) => id === key);
          if (person) window.location.hash = hrefOf(person);
        }}
      >
        Others…
      </Menu>
    </nav>
  );
}

function PersonLink({ person, href }: { person: PersonView; href: string }) {
  const { snapshot } = usePage();
  const link = useRef<HTMLAnchorElement>(null);
  const isMe = person.id === snapshot.me;
  useEffect(() => {
    if (isMe) link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isMe]);
  return (
    <a
      ref={link}
      class="person"
      href={href}
      aria-current={isMe ? 'true' : undefined}
      title={[person.name, person.email].filter(Boolean).join(' · ')}
    >
      <Avatar id={person.id} name={person.name} size={28} />
      <span class="person-words">
        <span class="person-name">{person.name}</span>
        <small>{person.role}</small>
      </span>
      <Badge count={meantFor(snapshot, person.id)} />
    </a>
  );
}

function noteOf({ role, standing, email }: PersonView): string {
  return [standing === 'member' ? role : standing, email].filter(Boolean).join(' · ');
}
