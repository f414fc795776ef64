/** The sandbox's network, which can go down: open connections break, and new ones are refused until it is up. */
import { once } from 'node:events';
import type { Server } from 'node:https';

export class Network {
  constructor(
    private readonly server: Server,
    private readonly address: { host: string; port: number },
  ) {}

  down(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async up(): Promise<void> {
    if (this.server.listening) return;
    this.server.listen(this.address);
    await once(this.server, 'listening');
  }
}
