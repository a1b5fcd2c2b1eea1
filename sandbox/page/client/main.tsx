import './styles/index.css';
import { render } from 'preact';
import { Page } from './shell/page.tsx';

const root = document.getElementById('page');
if (root) {
  root.textContent = '';
  render(<Page />, root);
}
