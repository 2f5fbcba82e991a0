// The command line. What needs a new Node is imported after its version was checked: older ones crash in native modules.
import module from 'node:module';

const OLDEST_NODE = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  const needed = OLDEST_NODE.join('.');
  process.stderr.write(`unitloom: Node ${needed} or newer is needed, this is ${process.versions.node}. [USAGE]\n`);
  process.exitCode = 1;
} else {
  // Compiled code is kept from run to run, here and in the engine: a command starts in little more than half the time.
  const { directory } = module.enableCompileCache();
  if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory;
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(process.argv);
}
