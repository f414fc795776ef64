/** The sandbox's network, which can go down: open connections break, and new ones are refused until it is up. */
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
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.address, resolve);
    });
  }
}
