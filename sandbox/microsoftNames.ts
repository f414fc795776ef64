/**
 * Microsoft's own names for what the sandbox plays. Clients that know no other addresses reach it through a proxy
 * (`HTTPS_PROXY`), which leads these names to the sandbox and refuses all others: nothing goes out to the real ones.
 */
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';

export const MICROSOFT_NAMES = ['login.microsoftonline.com', 'graph.microsoft.com', 'login.windows.net'];

export async function startProxy(port: number, sandbox: { host: string; port: number }): Promise<Server> {
  const proxy = createServer((_, reply) => {
    reply.writeHead(403, { 'content-type': 'text/plain' });
    reply.end('Only CONNECT, to port 443 of a name that the sandbox has: it is no way out.\n');
  });
  proxy.on('connect', (request, client, head) => {
    const [name = '', to] = (request.url ?? '').split(':');
    client.on('error', () => client.destroy());
    if (!MICROSOFT_NAMES.includes(name) || to !== '443') {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const there = connect(sandbox.port, sandbox.host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.write(head);
      there.pipe(client);
      client.pipe(there);
    });
    there.on('error', () => client.destroy());
    client.on('close', () => there.destroy());
    there.on('close', () => client.destroy());
  });
  proxy.listen(port, sandbox.host);
  await once(proxy, 'listening');
  return proxy;
}
