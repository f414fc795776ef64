/** What the console's form makes of its fields. */
import { describe, expect, it } from '@jest/globals';
import { requestFrom, startFields } from '../../../../src/web/console/startForm.js';

const FIELDS = {
  customerId: 'contoso',
  companyName: 'Contoso',
  tenant: 'contoso.example',
  azureName: 'Anna Admin',
  azureMobile: '+61491570156',
  timeZone: 'Europe/Berlin',
  emailDomains: 'contoso.example',
  accounts: 'contoso-parent',
  profile: 'messagemedia-hub',
};
const made = (typed: Record<string, string>) => requestFrom(startFields.parse({ ...FIELDS, ...typed }));

describe('the form that starts an onboarding', () => {
  it('gives each contact the language that was chosen', () => {
    const hub = { hubName: 'Henri Hub', hubMobile: 'henri@contoso.example', hubLanguage: 'fr' };
    expect(made({ azureLanguage: 'de', ...hub })).toMatchObject({
      request: {
        contacts: [
          { name: 'Anna Admin', language: 'de' },
          { name: 'Henri Hub', language: 'fr' },
        ],
      },
    });
  });

  it('leaves it to their browser where none was chosen', () => {
    const { request } = made({ azureLanguage: '' }) as Extract<ReturnType<typeof made>, { request: unknown }>;
    expect(request.contacts[0]).not.toHaveProperty('language');
  });

  it('says at its field that a language is not one of ours', () => {
    expect(made({ azureLanguage: 'xx' })).toMatchObject({ problems: [{ field: 'azureLanguage' }] });
  });
});
