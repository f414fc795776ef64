import { createServer } from 'node:net';

/** Something else listens there. */
export class PortTakenError extends Error {
  constructor(
    readonly port: number,
    purpose: string,
    setting: string,
  ) {
    super(
      `Port ${String(port)}, for ${purpose}, is taken: stop what listens there (another one of these?), or set ${setting} to a free port.`,
    );
  }
}

/** A port of 127.0.0.1 that is free now; another process may take it before you do. */
export function freePort(): Promise<number> {
  return bind(0);
}

/** @throws PortTakenError, which names the `setting` that chooses another */
export async function assertPortFree(port: number, purpose: string, setting: string): Promise<void> {
  try {
    await bind(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new PortTakenError(port, purpose, setting);
    }
    throw error;
  }
}

function bind(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => {
        resolve(bound);
      });
    });
  });
}
