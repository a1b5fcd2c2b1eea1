// Slack's own font, brought along: how wide a card's lines and buttons are must not depend on the machine.
import '@fontsource/lato/latin-400.css';
import '@fontsource/lato/latin-400-italic.css';
import '@fontsource/lato/latin-700.css';
import './styles/index.css';
import { render } from 'preact';
import { Page } from './shell/page.tsx';

const root = document.getElementById('page');
if (root) {
  root.textContent = '';
  render(<Page />, root);
}
