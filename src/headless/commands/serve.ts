import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Backend } from '#backend/backend.ts';
import { localClient } from '#backend/wire/calls.ts';
import { Failure } from '#core/failure.ts';
import { rendererFolder } from '#headless/folders.ts';
import { openBrowser } from '#headless/openBrowser.ts';
import { addExample, addJson, type JsonOption, numberOption } from '#headless/options.ts';
import { note, printResult } from '#headless/output.ts';
import { projectFile } from '#headless/projectFile.ts';
import { type RunningServer, type ServerOptions, startServer } from '#headless/server.ts';
import { openHeadlessBackend } from '#headless/session.ts';

const DEFAULT_PORT = 8420;

interface ServeOptions extends JsonOption {
  readonly host: string;
  readonly port: number;
  readonly open?: boolean;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly insecure?: boolean;
  readonly serverName: readonly string[];
  readonly annotator: readonly string[];
  readonly stdinGuard?: boolean;
}

export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('open the workbench in a browser, served from this machine')
    .argument('[project]', 'project to open at once')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(numberOption('--port <n>', 'port to listen on, 0 takes a free one').default(DEFAULT_PORT))
    .option('--open', 'open the browser')
    .option('--tls-certificate <file>', 'certificate (PEM), needed with another --host')
    .option('--tls-key <file>', 'its key (PEM)')
    .option('--insecure', 'listen for other machines without encryption')
    .option('--server-name <name>', 'further name of this server; may be repeated', collect, [])
    .option('--annotator <name>', 'let somebody annotate the project, and nothing else; may be repeated', collect, [])
    .option('--stdin-guard', 'end when standard input closes')
    .action((project: string | undefined, options: ServeOptions) => serve(project, options));
  addExample(addJson(command), 'serve dogs.unitloom --open', 'serve dogs.unitloom --annotator Ann --annotator Bob');
}

function collect(name: string, before: readonly string[]): string[] {
  return [...before, name];
}

async function serve(project: string | undefined, options: ServeOptions): Promise<void> {
  if (options.annotator.length > 0 && project === undefined) {
    throw new Failure('USAGE', 'Annotators are let in to one project, and none was named.');
  }
  const tls = readTls(options);
  const stopped = untilStopped(options.stdinGuard === true);
  const backend = await openHeadlessBackend('server');
  try {
    const opened = project === undefined ? null : await openFirst(backend, project);
    const server = await startServer({
      backend,
      rendererFolder,
      tls,
      host: options.host,
      port: options.port,
      insecure: options.insecure === true,
      names: options.serverName,
      landing: opened === null ? '/' : `/#/overview?project=${encodeURIComponent(opened)}`,
      annotators: opened === null ? undefined : { project: opened, names: options.annotator },
      onLink: (link, annotator) =>
        note(`Link for another browser${annotator === null ? '' : ` of ${annotator}`}, good for once: ${link}`),
    });
    announce(server, options);
    await stopped;
    await server.close();
  } finally {
    await backend.close();
  }
}

function readTls({ tlsCertificate, tlsKey }: ServeOptions): ServerOptions['tls'] {
  if (tlsCertificate === undefined && tlsKey === undefined) return null;
  if (tlsCertificate === undefined || tlsKey === undefined) {
    throw new Failure('USAGE', '--tls-certificate and --tls-key belong together.');
  }
  return { certificatePath: resolve(tlsCertificate), keyPath: resolve(tlsKey) };
}

/** The project is opened first, so that a file that cannot be opened says so here and not in the browser. */
async function openFirst(backend: Backend, project: string): Promise<string> {
  return (await localClient(backend.router).project.open({ path: projectFile(project) })).project;
}

function announce(server: RunningServer, options: ServeOptions): void {
  const { origin, port, link, annotatorLinks } = server;
  printResult(options.json === true, { origin, port, link, annotatorLinks }, [
    `Unitloom is at ${origin}`,
    `Open this link, good for one browser: ${link}`,
    ...Object.entries(annotatorLinks).map(([name, address]) => `For ${name} to annotate with: ${address}`),
    'Ctrl-C ends it; running jobs can be resumed.',
  ]);
  if (options.open === true) openBrowser(link);
}

/** Ctrl-C, a polite kill, or the end of standard input. */
function untilStopped(watchesStdin: boolean): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop());
  if (watchesStdin)
    process.stdin
      .on('end', () => stop())
      .on('error', () => stop())
      .resume();
  return promise;
}
