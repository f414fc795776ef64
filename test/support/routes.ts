/** Every route of a web server, as the server itself lists them: a new one cannot be forgotten by a test. */
import { createWebServer } from '../../src/web/server.js';
import { CONSOLE } from './console.js';
import { fakePort } from './fakePort.js';
import { webDeps } from './web.js';

export type Route = { method: string; path: string };

/** With the console and the API. */
export async function webRoutes(): Promise<Route[]> {
  const server = await createWebServer(webDeps(fakePort(), CONSOLE).deps);
  await server.ready();
  const routes = listed(server.printRoutes({ commonPrefix: false }));
  await server.close();
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

/** From the tree that the router prints. */
function listed(tree: string): Route[] {
  const path: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] =
      /^([│ ]*)[├└]── (\S*)(?: \((.*)\))?$/.exec(line) ?? [];
    if (segment === '') return [];
    path.splice(indent.length / 4, Infinity, segment);
    return methods
      .split(', ')
      .filter((method) => !['', 'HEAD', 'OPTIONS'].includes(method))
      .map((method) => ({ method, path: path.join('').replace(/(.)\/$/, '$1') }));
  });
}
