import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The browser part, ready to be served. */
export interface Bundle {
  script: string;
  style: string;
}

/** Bundles the browser part in memory: nothing is built beforehand and nothing is written. Takes about a fifth of a second. */
export async function bundleClient(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('client/main.tsx', import.meta.url))],
    bundle: true,
    write: false,
    outdir: 'page',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    sourcemap: 'inline',
    loader: { '.woff2': 'dataurl', '.woff': 'empty' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
