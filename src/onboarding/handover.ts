/** What the Hub must be told (help page, step 3.6): each value of its form, in the form's order. */
import { PROFILES, type ServiceProvider } from './profiles.js';
import type { Asked, Given } from './profiles/profile.js';

/** Everything the Hub's form asks, in its order. */
export type HandoverPackage = {
  /** Whose form it is. */
  system: string;
  /** Where the form is. */
  location: string;
  /** Where the Hub is, if the profile tells. */
  url?: string;
  form: ({ field: string; trap?: string } & ({ value: string } | { pasteMetadataXml: true }))[];
  metadataXml: string;
  metadataSha256: string;
  /** What goes wrong before the first field; what goes wrong at one is its `trap`. */
  traps: string[];
};

/** What the package takes from the metadata. */
type Metadata = Given['metadata'] & { xml: string; sha256: string };

/**
 * The package for this customer's Hub account, or for their Sinch ID connection.
 * @param forced whether SSO is forced by now
 */
export function handoverPackage(
  request: Asked,
  { profile, signOnUrl }: ServiceProvider,
  metadata: Metadata,
  forced: boolean,
): HandoverPackage {
  const { system, forceSso, homeOf, form } = PROFILES[profile];
  const url = homeOf(signOnUrl);
  return {
    metadataXml: metadata.xml,
    metadataSha256: metadata.sha256,
    system,
    location: forceSso.location,
    ...(url === undefined ? {} : { url }),
    ...form(request, { metadata, forced }),
  };
}
