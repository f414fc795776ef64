/**
 * Whether a mobile number can exist, by the numbering plans that Google's libphonenumber keeps. For the edges alone:
 * workflows neither need its tables nor may depend on their changes.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';

/** What is wrong with an international number, with the right spelling where there is one; or undefined. */
export function mobileProblem(written: string): string | undefined {
  const found = parsePhoneNumberFromString(written);
  if (found === undefined) return 'no country has such numbers: check the digits after the +';
  // Such as a zero after the country code: +61 0491… is dialled as +61 491….
  const right = found.number === written ? '' : `; did you mean ${found.number}?`;
  if (!found.isValid()) {
    return `is no mobile number of the country with the code +${found.countryCallingCode}: check its digits${right}`;
  }
  return right === '' ? undefined : `is not how this number is written internationally${right}`;
}
