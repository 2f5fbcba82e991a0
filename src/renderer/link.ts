import { type ClientContext, type ClientLink, createORPCClient, mapEventIterator } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { type BackendClient, fromWireError, refuseBytes } from '#core/wire.ts';

/** The caller's end of each wire. Nothing here needs a window, so that the contract test runs it in Node. */

export type Link = ClientLink<ClientContext>;
type Port = ConstructorParameters<typeof PortLink>[0]['port'];
type Socket = ConstructorParameters<typeof SocketLink>[0]['websocket'];

const codec = { customJsonSerializers: [refuseBytes] };

export function linkPort(port: Port): Link {
  return revivingFailures(new PortLink({ port, ...codec }));
}

export function linkSocket(websocket: Socket): Link {
  return revivingFailures(new SocketLink({ websocket, ...codec }));
}

export function createClient(link: Link): BackendClient {
  return createORPCClient(link);
}

/** Whatever goes wrong, at once or later in a stream, reaches the caller as a Failure. */
function revivingFailures(link: Link): Link {
  return {
    async call(path, input, options) {
      const revive = (thrown: unknown) => fromWireError(thrown, options.signal?.aborted === true);
      try {
        const output = await link.call(path, input, options);
        if (!isStream(output)) return output;
        return mapEventIterator(output, { value: async (value) => value, error: async (thrown) => revive(thrown) });
      } catch (thrown) {
        throw revive(thrown);
      }
    },
  };
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;
}
