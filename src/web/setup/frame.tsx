/** The frame of every page that the customer's people see: who asks, for whom, and whose link it is. */
import type { ComponentChildren } from 'preact';
import type { Brands } from '../../config/brands.js';
import { LANGUAGES } from '../../onboarding/languages.js';
import type { SetupLink } from '../../onboarding/links.js';
import type { Brand } from '../../onboarding/profiles/brand.js';
import type { ProfileName } from '../../onboarding/profiles.js';
import { coloursOf, markOf } from '../brand/brandAssets.js';
import { CsrfField, Document } from '../layout.js';
import { Time, useReader } from '../reader.js';
import { LANGUAGE_NAMES } from '../words/names.js';

/** Who asks; and whom, once a link is known. */
export type Asking = { profile: ProfileName; brand: Brand; invitation?: Invitation };

/** Of pages that need no link. */
export const askingNobody = (brands: Brands): Asking => ({
  profile: 'messagemedia-hub',
  brand: brands['messagemedia-hub'],
});

export type Invitation = {
  companyName: string;
  /** Who began the setup, where that was said. */
  startedBy: string | null;
  link: SetupLink;
  /** Address of the link's first page. */
  home: string;
  /** For the forms of its pages. */
  csrf: string;
};

type PageProps = {
  asking: Asking;
  title: string;
  /** A page beneath the link's first one says where it is. */
  beneath?: string | true;
  /** Also without scripts the page shows what is new. */
  reloads?: boolean;
  children: ComponentChildren;
};

export function SetupPage({ asking, title, beneath, reloads = false, children }: PageProps) {
  const { brand, profile, invitation } = asking;
  const { frame } = useReader().words;
  const colours = coloursOf(profile, brand);
  return (
    <Document
      title={`${title} · ${brand.name}`}
      icon={markOf(profile)}
      sheets={['/assets/setup.css', ...(colours === undefined ? [] : [colours])]}
      reloads={reloads}
    >
      <header class="top">
        <div class="column">
          <span class="names">
            <img src={markOf(profile)} alt="" width="28" height="28" />
            <strong>{brand.name}</strong>
            {invitation === undefined ? null : (
              <>
                <span class="times" aria-hidden="true">
                  ×
                </span>
                <span class="customer">{invitation.companyName}</span>
              </>
            )}
          </span>
          <HelpLink
            brand={brand}
            subject={
              invitation === undefined ? frame.subject : frame.subjectFor({ company: invitation.companyName })
            }
          />
        </div>
      </header>
      <main id="main" class="column">
        {beneath === undefined || invitation === undefined ? null : (
          <p class="crumb">
            <a href={invitation.home}>{frame.back}</a>
            {beneath === true ? null : <span class="muted">{beneath}</span>}
          </p>
        )}
        {children}
      </main>
      <Footer asking={asking} />
    </Document>
  );
}

/** The way to a person. */
function HelpLink({ brand: { support, links }, subject }: { brand: Brand; subject: string }) {
  const { frame } = useReader().words;
  const address =
    support.email === undefined
      ? links.help
      : `mailto:${support.email}?subject=${encodeURIComponent(subject)}`;
  if (address === undefined) return null;
  return (
    <a class="help" href={address}>
      {frame.help}
    </a>
  );
}

function Footer({ asking: { brand, invitation } }: { asking: Asking }) {
  const { support, links } = brand;
  const { frame } = useReader().words;
  return (
    <footer class="column foot">
      {invitation === undefined ? null : <Personal brand={brand} invitation={invitation} />}
      <p>
        {support.email === undefined && support.phone === undefined ? null : (
          <span>
            {frame.questions}{' '}
            {support.email === undefined ? null : <a href={`mailto:${support.email}`}>{support.email}</a>}
            {support.email !== undefined && support.phone !== undefined ? frame.or : null}
            {support.phone === undefined ? null : (
              <a href={`tel:${support.phone.replace(/[^+\d]/g, '')}`}>{support.phone}</a>
            )}
          </span>
        )}
        {links.help === undefined ? null : <a href={links.help}>{frame.helpCentre({ brand: brand.name })}</a>}
        <a href="/security-and-privacy">{frame.security}</a>
      </p>
      <Languages />
    </footer>
  );
}

/** By a link, which works without scripts; not where the page would be lost. */
function Languages() {
  const { language, maySwitch, words } = useReader();
  if (!maySwitch) return null;
  return (
    <nav class="languages" aria-label={words.frame.languages}>
      {LANGUAGES.map((one) =>
        one === language ? (
          <span key={one} aria-current="true">
            {LANGUAGE_NAMES[one]}
          </span>
        ) : (
          <a key={one} href={`?language=${one}`} lang={one} hreflang={one}>
            {LANGUAGE_NAMES[one]}
          </a>
        ),
      )}
    </nav>
  );
}

function Personal({ brand, invitation }: { brand: Brand; invitation: Invitation }) {
  const { link, startedBy, home, csrf, companyName: company } = invitation;
  const { words, dates } = useReader();
  const { frame } = words;
  return (
    <>
      <p>
        {startedBy === null
          ? frame.startedFor({ brand: brand.name, company })
          : frame.startedBy({ person: startedBy, brand: brand.name, company })}{' '}
        {frame.personal({ contact: link.contact, until: <Time at={new Date(link.expiresAt)} /> })}{' '}
        {frame.zone({ zone: <span data-zone={dates.timeZone}>{dates.zoneName()}</span> })}
      </p>
      <form method="post" action={`${home}/sign-out`}>
        <CsrfField token={csrf} />
        <button class="link">{frame.signOut({ contact: link.contact })}</button>
      </form>
    </>
  );
}
