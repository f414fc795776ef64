/**
 * Messages in ICU MessageFormat. A text without blanks is said as it stands; one with blanks takes what fills them, by
 * name: text, numbers, or a part of a page such as a time.
 */
import type { GetICUArgs } from '@schummar/icu-type-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import type { VNode } from 'preact';

type Blanks<Text extends string> = GetICUArgs<Text, { ICUNumberArgument: number; ICUArgument: string }>;

export type Message<Text extends string> = keyof Blanks<Text> extends never
  ? string
  : {
      (blanks: Blanks<Text>): string;
      (blanks: { [Name in keyof Blanks<Text>]: Blanks<Text>[Name] | VNode }): (string | VNode)[];
    };

/** A catalogue as pages use it: a string or a function for each message. */
export type Said<Catalogue> = Catalogue extends string
  ? Message<Catalogue>
  : { readonly [Key in keyof Catalogue]: Said<Catalogue[Key]> };

/** The same messages in another language. */
export type Translated<Catalogue> = Catalogue extends string
  ? string
  : { readonly [Key in keyof Catalogue]: Translated<Catalogue[Key]> };

/** Texts in groups, as deep as they need. */
export type Texts = string | readonly Texts[] | { readonly [name: string]: Texts };

type Filled = string | VNode | (string | VNode)[];

/** Each is read when it is first needed. */
function message(text: string, language: string): string | ((blanks: object) => Filled) {
  if (!text.includes('{')) return text;
  let read: IntlMessageFormat | undefined;
  return (blanks) => {
    read ??= new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    return read.format<VNode>({ ...blanks });
  };
}

const messages = (texts: Texts, language: string): unknown => {
  if (typeof texts === 'string') return message(texts, language);
  if (Array.isArray(texts)) return texts.map((one: Texts) => messages(one, language));
  return Object.fromEntries(Object.entries(texts).map(([name, one]) => [name, messages(one, language)]));
};

/** As pages use it. What fills the blanks is known by the type of the English catalogue, in whichever language. */
export const said = (texts: Texts, language: string): unknown => messages(texts, language);
