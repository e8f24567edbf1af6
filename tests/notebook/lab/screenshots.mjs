// Takes the screenshots of docs/images from JupyterLab's own notebook, in Chromium, with the kernel that is built here. By hand: it needs 460 MB of npm's
// packages, Node, Chromium, and Jupyter's server (apt-get install chromium python3-jupyter-server). From the root:
//
//     pwsh -c "Import-Module ./out/AsyncCSharp; Install-CSharpKernel -Path out/jupyter"
//     node tests/notebook/lab/screenshots.mjs
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const place = join(root, 'out/lab');
const shots = join(root, 'docs/images');
const token = 'screenshots';
const notebooks = { tour: 900, plots: 640, powershell: 900, streams: 900 };

mkdirSync(place, { recursive: true });
for (const file of ['package.json', 'page.js']) {
  copyFileSync(join(import.meta.dirname, file), join(place, file));
}
execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: place, stdio: 'inherit' });
const require = createRequire(join(place, 'package.json'));
const { build } = await import(require.resolve('esbuild'));
const { default: puppeteer } = await import(require.resolve('puppeteer-core'));
await build({
  entryPoints: [join(place, 'page.js')], outfile: join(place, 'bundle.js'), bundle: true, format: 'esm', target: 'es2022', logLevel: 'error',
  loader: { '.svg': 'text', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl', '.eot': 'dataurl', '.png': 'dataurl' },
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis', __dirname: '"/"' }
});
writeFileSync(join(place, 'index.html'), '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="bundle.css"><body style="margin:0"><script type="module" src="bundle.js"></script>');

const work = mkdtempSync(join(tmpdir(), 'lab-'));
cpSync(join(root, 'examples/notebooks'), work, { recursive: true });
const port = await new Promise(found => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});
const server = spawn('/usr/bin/python3', ['-m', 'jupyter_server', `--port=${port}`, '--ip=127.0.0.1', '--no-browser', '--allow-root', `--ServerApp.token=${token}`,
  '--ServerApp.allow_origin=*', '--ServerApp.disable_check_xsrf=True', `--ServerApp.root_dir=${work}`],
  { env: { ...process.env, JUPYTER_PATH: join(root, 'out/jupyter') }, stdio: ['ignore', 'ignore', 'pipe'] });
const address = `http://127.0.0.1:${port}/`;
await new Promise((listens, failed) => {
  let text = '';
  server.stderr.on('data', data => {
    text += data;
    if (text.includes(address)) listens();
  });
  server.on('exit', () => failed(new Error(text)));
});

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const files = createServer((request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  const name = path === '/' ? 'index.html' : path.slice(1);
  if (!['index.html', 'bundle.js', 'bundle.css'].includes(name)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': types[extname(name)] }).end(readFileSync(join(place, name)));
});
await new Promise(listening => files.listen(0, '127.0.0.1', listening));

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--force-device-scale-factor=1'] });
try {
  mkdirSync(shots, { recursive: true });
  for (const [name, height] of Object.entries(notebooks)) {
    const page = await browser.newPage();
    page.on('pageerror', error => console.error(`${name}: ${error.message}`));
    await page.setViewport({ width: 900, height });
    const query = new URLSearchParams({ baseUrl: address, wsUrl: address.replace('http', 'ws'), token, notebook: `${name}.ipynb` });
    await page.goto(`http://127.0.0.1:${files.address().port}/?${query}`);
    await page.waitForFunction('window.ready', { timeout: 60_000 });
    const isWell = await page.evaluate(() => window.runAll());
    await page.evaluate(() => { document.activeElement?.blur(); document.querySelector('.jp-WindowedPanel-outer')?.scrollTo(0, 0); });
    await new Promise(settled => setTimeout(settled, 1500));
    await page.screenshot({ path: join(shots, `notebook-${name}.png`) });
    await page.evaluate(() => window.end());
    console.log(`${name}: ${isWell ? 'all cells have run' : 'a cell has failed'}`);
    await page.close();
  }
} finally {
  await browser.close();
  files.close();
  server.kill('SIGTERM');
  await new Promise(ended => server.exitCode === null ? server.on('exit', ended) : ended());
  rmSync(work, { recursive: true, force: true });
}
