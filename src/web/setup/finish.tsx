/** The end: how to try the sign-in. */
import type { WebSettings } from '../../config.js';
import { isAtEntraId } from '../../onboarding/microsoft.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import { FINISH } from '../strings/setup.js';
import type { Access } from './access.js';

export function Finish({ access, settings }: { access: Access; settings: WebSettings }) {
  const { request, onboarding } = access;
  const { appId, tenantId } = onboarding.artefacts;
  const { signOnUrl } = serviceProviderOf(request);
  const tile =
    appId === undefined || tenantId === undefined ? null : tileUrl(settings.authorityHost, appId, tenantId);
  return (
    <div class="card">
      <h2>{FINISH.title}</h2>
      <p>{FINISH.text}</p>
      <div class="actions">
        {request.initiatedBy === 'sp' ? (
          <a class="button" href={signOnUrl}>
            {FINISH.atTheHub}
          </a>
        ) : null}
        {tile === null ? null : (
          <a class={request.initiatedBy === 'sp' ? 'button quiet' : 'button'} href={tile}>
            {FINISH.fromMyApps}
          </a>
        )}
      </div>
      <p class="muted">{FINISH.ifNot}</p>
    </div>
  );
}

/** Microsoft's launcher has one address for all clouds' tenants that we serve; the sandbox is its own. */
function tileUrl(authorityHost: string, appId: string, tenantId: string): string {
  const launcher = isAtEntraId(authorityHost) ? 'https://launcher.myapps.microsoft.com' : authorityHost;
  return `${launcher}/api/signin/${appId}?tenantId=${tenantId}`;
}
