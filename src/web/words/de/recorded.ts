import type { RecordedIn } from '../recorded.js';

const AGAIN = 'Starten Sie den Test erneut; wenn es so bleibt, ';
const CHANGED_BETWEEN = `${AGAIN}verändert etwas zwischen Entra ID und hier, was gesendet wird.`;
const FROM_ITS_PAGE = 'Starten Sie den Test erneut von seiner Seite aus, nicht über My Apps.';
const OWN_TENANT = 'Melden Sie sich mit einem Konto Ihres eigenen Mandanten an.';
const WITHIN = 'Warten Sie einige Minuten, und versuchen Sie es dann erneut.';
const CERTIFICATE =
  'Wiederholen Sie den Schritt „Zertifikat“, oder fügen Sie im Portal ein SAML-Signaturzertifikat hinzu, und aktivieren Sie es.';
const CONSENT =
  'Lassen Sie jemanden mit der Rolle „Administrator für privilegierte Rollen“ oder „Globaler Administrator“ des Mandanten';
const MANAGED_DEVICE =
  'Melden Sie sich auf einem Gerät an, das Ihre Organisation verwaltet, oder schließen Sie die Anwendung von der Richtlinie aus.';
const COMPARE_TENANT = 'Vergleichen Sie den Mandanten mit dem richtigen.';

export const recorded: RecordedIn = {
  permissions: {
    'Application.ReadWrite.OwnedBy': {
      reason: 'die eine Unternehmensanwendung, die ihr gehört, anzulegen und einzurichten',
      limit: 'kann keine Anwendung ändern, die sie nicht angelegt hat',
    },
    'Application.Read.All': {
      reason: 'diese Anwendung wieder zu lesen und aufzulisten, wer ihr zugewiesen ist',
      limit: 'kann keine Anwendung ändern',
    },
    'Policy.Read.All': {
      reason: 'zu lesen, welche Anspruchsrichtlinie die Anwendung verwendet',
      limit: 'kann keine Richtlinie ändern',
    },
    'Policy.ReadWrite.ApplicationConfiguration': {
      reason: 'die Anspruchsrichtlinie der Anwendung anzulegen',
      limit: 'kann weder bedingten Zugriff ändern noch, wie sich Ihre Benutzer ausweisen',
    },
    'User.ReadBasic.All': {
      reason: 'die Benutzer zu finden, die Sie auswählen',
      limit: 'kann von einem Benutzer nicht mehr als Name und Adresse lesen und keinen ändern',
    },
    'GroupMember.Read.All': {
      reason: 'die Gruppen zu finden, die Sie auswählen',
      limit: 'kann weder eine Gruppe ändern noch, wer ihr angehört',
    },
    'AuditLog.Read.All': {
      reason:
        'im Anmeldeprotokoll zu sehen, dass Ihre erste Anmeldung gelungen ist und wer eine Einstellung der Anwendung geändert hat',
      limit: 'kann nichts ändern; könnte auch andere Anmeldungen und Änderungen lesen',
    },
    'Directory.Read.All': {
      reason: 'dieses Protokoll zu lesen: Microsoft verlangt beide',
      limit: 'kann nichts ändern; könnte Ihr ganzes Verzeichnis lesen',
    },
    'AppRoleAssignment.ReadWrite.All': {
      reason: 'die Benutzer und Gruppen, die Sie auswählen, der Anwendung zuzuweisen',
    },
  },
  findings: {
    name_id_source: { message: 'Die NameID ist {nameId}, nicht wie vereinbart {wanted} ({name}).' },
    name_id_format: { message: 'Die NameID hat das Format {found}; vereinbart ist {format}.' },
    name_id_not_address: {
      message: 'Die NameID „{nameId}“ ist keine E-Mail-Adresse, an der der Hub seine Benutzer erkennt.',
      remedy:
        'Geben Sie der Person in Microsoft Entra ID > „Benutzer“ einen Wert, der eine E-Mail-Adresse ist ({name}). {where}',
    },
    guest: {
      message:
        '{nameId} ist in diesem Mandanten ein Gast: Der Hub erhält diesen Namen, nicht die Adresse des Gastes.',
      remedy:
        'Lassen Sie Gäste sich bei ihrer eigenen Organisation anmelden, lassen Sie die NameID aus der E-Mail-Adresse füllen (nameId der Anfrage), oder legen Sie die Person im Hub unter diesem Namen an.',
    },
    domains_differ: {
      message: 'Die NameID {nameId} und die E-Mail-Adresse {mail} liegen in verschiedenen Domänen.',
      remedy:
        'Führen Sie beide Domänen im Hub auf, oder ändern Sie die Person so, dass beide übereinstimmen.',
    },
    domain_not_listed: {
      message: 'Die Domäne von {address} ({what}) steht nicht auf der Liste des Hubs ({domains}).',
      remedy:
        'Fügen Sie {domain} den E-Mail-Domänen in den Single-Sign‑On-Einstellungen des Hubs hinzu, wenn sie Ihnen gehört.',
    },
    mail_empty: {
      message: '{nameId} hat in Entra ID keine E-Mail-Adresse, deshalb fehlt der Anspruch {claim}.',
      remedy:
        'Tragen Sie in Entra ID die E-Mail-Adresse der Person ein (Kontaktinformationen), oder geben Sie dem Anspruch in der Anfrage user.userprincipalname als Quelle.',
      remedyOfDefaults:
        'Tragen Sie in Entra ID die E-Mail-Adresse der Person ein (Kontaktinformationen), oder geben Sie dem Anspruch unter „Einmaliges Anmelden“ > „Attribute und Ansprüche“ user.userprincipalname als Quelle.',
    },
    claim_missing: {
      message: '{nameId} hat in Entra ID keinen Wert für {attribute}, deshalb fehlt der Anspruch {claim}.',
      remedy: 'Tragen Sie ihn in Entra ID in den Eigenschaften der Person ein, wenn der Hub ihn kennen soll.',
    },
    role_missing: {
      message: '{nameId} kommt ohne Rolle, obwohl die Anwendung {roles} anbietet.',
      remedy:
        'Weisen Sie die Person oder eine Gruppe, der sie direkt angehört, unter „Benutzer und Gruppen“ mit einer Rolle zu.',
    },
    role_unknown: {
      message: '{nameId} kommt mit einer Rolle, die nicht vereinbart wurde: {roles}.',
      remedy: 'Weisen Sie unter „Benutzer und Gruppen“ stattdessen eine der vereinbarten Rollen zu.',
    },
    several_roles: {
      message: '{nameId} kommt mit mehreren Rollen: {roles}.',
      remedy: 'Weisen Sie nur eine Rolle zu, denn es ist nicht bekannt, welche gilt.',
    },
    unknown_error: {
      message: 'Entra ID hat die Anmeldung mit AADSTS{digits} abgelehnt.',
      remedy: 'Was das bedeutet, steht unter https://login.microsoftonline.com/error?code={digits}',
    },
    other_certificate: {
      message: 'Entra ID hat mit einem anderen als dem aktiven Zertifikat signiert.',
      remedy:
        'Testen Sie in einigen Minuten erneut; wenn es so bleibt, sehen Sie unter „SAML-Signaturzertifikat“ nach, welches Zertifikat aktiv ist.',
    },
    refused: { message: 'Nicht erfüllt: {rule}. {detail}' },
  },
  ruleRemedies: {
    size: 'Weisen Sie der Person weniger Gruppen zu, oder nehmen Sie Gruppenansprüche aus dem Token.',
    document: CHANGED_BETWEEN,
    status: 'Schlagen Sie den Fehler in den Anmeldeprotokollen des Mandanten nach.',
    assertion:
      'Schalten Sie die Tokenverschlüsselung der Anwendung aus, und starten Sie den Test dann erneut.',
    algorithms:
      'Stellen Sie unter „SAML-Signaturzertifikat“ die Signaturoption „Sign SAML assertion“ und den Signaturalgorithmus SHA-256 ein.',
    signature:
      'Wiederholen Sie die Schritte „Zertifikat“ und „Metadaten“, und geben Sie die neuen Metadaten dann an den Hub.',
    issuer: OWN_TENANT,
    audience:
      'Vergleichen Sie „Bezeichner (Entitäts-ID)“ in der grundlegenden SAML-Konfiguration mit der Vereinbarung.',
    recipient: FROM_ITS_PAGE,
    destination: FROM_ITS_PAGE,
    request:
      'Starten Sie den Test erneut von seiner Seite aus: Jeder Start gilt für eine Anmeldung, eine Stunde lang.',
    time: `${AGAIN}geht die Uhr dieses Rechners falsch.`,
    subject:
      'Sorgen Sie dafür, dass die NameID für diese Person gefüllt ist. Vorgesehen ist: {name}. {where}',
  },
  causeRemedies: {
    signing_option:
      'Stellen Sie die Signaturoption unter „SAML-Signaturzertifikat“ auf „Sign SAML assertion“ oder „Sign SAML response and assertion“, und starten Sie den Test dann erneut.',
    issuers_differ: CHANGED_BETWEEN,
    session_over:
      'Melden Sie sich bei Microsoft ab, oder öffnen Sie ein neues privates Fenster, und starten Sie den Test dann erneut.',
  },
  whereClaimsAre: {
    defaults:
      'Oder wählen Sie unter „Einmaliges Anmelden“ > „Attribute und Ansprüche“ einen anderen eindeutigen Benutzerbezeichner; wenn diese Seite gesperrt ist, entfernen Sie die Anspruchszuordnungsrichtlinie mit Microsoft Graph oder PowerShell.',
    policy:
      'Eine Änderung der Anspruchsrichtlinie wirkt erst nach einigen Minuten: Testen Sie erneut. Wenn eine andere Richtlinie zugewiesen ist, setzen Sie mit Microsoft Graph oder PowerShell unsere an ihre Stelle.',
  },
  rules: {
    size: 'Die Antwort ist nicht zu groß',
    document: 'Die Antwort ist eine SAML-Antwort, wohlgeformt und ohne Verstecktes',
    status: 'Entra ID hat die Person angemeldet',
    assertion: 'Sie enthält genau eine Assertion, unverschlüsselt',
    algorithms: 'Sie ist mit RSA und SHA-256 oder besser signiert',
    signature: 'Die Signatur stammt von einem Zertifikat aus den Metadaten',
    issuer: 'Der Aussteller ist der Mandant des Kunden',
    audience: 'Die Zielgruppe ist der Dienstanbieter',
    recipient: 'Der Empfänger ist die Adresse, die gefragt hat',
    destination: 'Das Ziel ist die Adresse, die gefragt hat',
    request: 'Sie beantwortet die gesendete Anfrage, die noch niemand beantwortet hat',
    time: 'Sie ist jetzt gültig',
    subject: 'Sie nennt die Person',
  },
  errors: {
    50003: { message: 'Die Anwendung hat keinen Signaturschlüssel.', remedy: CERTIFICATE },
    50011: {
      message: 'Die Antwort-URL der Anfrage gehört nicht zu denen der Anwendung.',
      remedy: `Starten Sie den Test erneut über seinen Link; wenn es so bleibt, vergleichen Sie die Antwort-URLs in der grundlegenden SAML-Konfiguration.`,
    },
    50020: {
      message: 'Die Person gehört zu einer anderen Organisation und ist kein Gast dieses Mandanten.',
      remedy: OWN_TENANT,
    },
    50034: { message: 'Die Person existiert in diesem Mandanten nicht.', remedy: OWN_TENANT },
    50053: {
      message: 'Das Konto ist nach zu vielen falschen Kennwörtern gesperrt.',
      remedy: 'Warten Sie, lassen Sie es administrativ entsperren, oder testen Sie mit einer anderen Person.',
    },
    50057: {
      message: 'Das Konto ist deaktiviert.',
      remedy: 'Aktivieren Sie es in Entra ID, oder testen Sie mit einer anderen Person.',
    },
    50076: {
      message: 'Die Person muss die mehrstufige Authentifizierung bestehen.',
      remedy: 'Starten Sie den Test erneut, und schließen Sie sie ab, wenn Sie dazu aufgefordert werden.',
    },
    50105: {
      message: 'Die Person ist der Anwendung nicht zugewiesen.',
      remedy:
        'Weisen Sie die Person oder eine Gruppe, der sie direkt angehört, unter „Benutzer und Gruppen“ zu; verschachtelte Gruppen zählen nicht.',
    },
    50126: {
      message: 'Der Benutzername oder das Kennwort ist falsch.',
      remedy: 'Versuchen Sie es erneut, oder setzen Sie das Kennwort zurück.',
    },
    50146: {
      message: 'Die Anwendung braucht einen eigenen Signaturschlüssel und hat keinen gültigen.',
      remedy: CERTIFICATE,
    },
    501241: {
      message: 'Das Attribut, das die NameID füllt, ist bei dieser Person leer.',
      remedy:
        'Tragen Sie es in Entra ID in den Eigenschaften der Person ein, oder wählen Sie eine andere Quelle für die NameID.',
    },
    53003: {
      message: 'Eine Richtlinie für bedingten Zugriff blockiert die Anmeldung.',
      remedy:
        'Lassen Sie administrativ unter „Anmeldeprotokolle“ > „Bedingter Zugriff“ nachsehen und die Richtlinie für diese Anwendung ausschließen oder erfüllen.',
    },
    650056: {
      message:
        'Die Anwendung ist falsch konfiguriert: SAML ist nicht ihre Anmeldemethode, oder der Bezeichner ist ein anderer.',
      remedy:
        'Wiederholen Sie die Schritte samlMode und samlSettings, oder vergleichen Sie die grundlegende SAML-Konfiguration mit der Vereinbarung.',
    },
    700016: {
      message: 'Im Mandanten gibt es keine Anwendung mit diesem Bezeichner.',
      remedy:
        'Vergleichen Sie „Bezeichner (Entitäts-ID)“ in der grundlegenden SAML-Konfiguration mit der Vereinbarung und den Mandanten mit dem richtigen.',
    },
    75005: {
      message: 'Entra ID versteht die Anfrage nicht.',
      remedy:
        'Starten Sie den Test erneut über seinen Link; wenn es so bleibt, melden Sie es uns mit der Korrelations-ID.',
    },
    75011: {
      message:
        'Die Person hat sich nicht so angemeldet, wie es die Anfrage verlangt (Authentifizierungskontext).',
      remedy:
        'Melden Sie sich in einem neuen privaten Fenster an; der Hub darf keinen bestimmten Kontext verlangen.',
    },
    750054: {
      message: 'Die Anfrage enthielt keinen SAMLRequest.',
      remedy: 'Starten Sie den Test erneut über seinen Link, nicht über ein Lesezeichen der Anmeldeseite.',
    },
    76021: {
      message: 'Die Anwendung nimmt nur signierte Anfragen an.',
      remedy:
        'Schalten Sie unter „SAML-Signaturzertifikat“ die Option „Require verification certificates“ aus: Hier signiert niemand Anfragen.',
    },
    7000112: {
      message: 'Die Anwendung ist deaktiviert.',
      remedy: 'Stellen Sie in ihren „Eigenschaften“ die Option „Enabled for users to sign-in?“ auf „Ja“.',
    },
    90002: { message: 'Der Mandant wurde nicht gefunden.', remedy: COMPARE_TENANT },
    16000: {
      message:
        'Der Browser ist mit einem Konto angemeldet, das dieser Mandant nicht kennt, oder mit mehreren.',
      remedy: 'Melden Sie sich in einem neuen privaten Fenster an.',
    },
    50055: {
      message: 'Das Kennwort des Kontos ist abgelaufen.',
      remedy: 'Legen Sie bei Microsoft ein neues Kennwort fest, und melden Sie sich dann erneut an.',
    },
    50074: {
      message: 'Die Person muss die mehrstufige Authentifizierung bestehen.',
      remedy: 'Beginnen Sie erneut, und schließen Sie sie ab, wenn Sie dazu aufgefordert werden.',
    },
    50079: {
      message: 'Die Person muss zuerst die mehrstufige Authentifizierung einrichten.',
      remedy: 'Melden Sie sich einmal unter https://aka.ms/mfasetup an, und beginnen Sie dann erneut.',
    },
    50196: {
      message: 'Entra ID hat in kurzer Zeit zu viele gleiche Anfragen gesehen.',
      remedy: WITHIN,
    },
    53000: {
      message: 'Eine Richtlinie für bedingten Zugriff verlangt ein konformes Gerät.',
      remedy: MANAGED_DEVICE,
    },
    53001: {
      message: 'Eine Richtlinie für bedingten Zugriff verlangt ein Gerät, das der Domäne angehört.',
      remedy: MANAGED_DEVICE,
    },
    65001: {
      message: 'Der Mandant hat der Anwendung nicht zugestimmt, oder die Zustimmung wurde widerrufen.',
      remedy: `${CONSENT} erneut zustimmen.`,
    },
    65004: {
      message: 'Die Zustimmung wurde abgelehnt, oder das Fenster wurde geschlossen.',
      remedy:
        'Öffnen Sie die Zustimmungsseite erneut, und wählen Sie „Akzeptieren“; dort steht, wofür jede Berechtigung ist.',
    },
    70002: {
      message: 'Entra ID hat die eigenen Anmeldeinformationen des Dienstes abgelehnt.',
      remedy:
        'Korrigieren Sie das Geheimnis, das Zertifikat oder das Verbundtoken der Anwendung des Dienstes.',
    },
    700024: {
      message: 'Die Clientassertion des Dienstes liegt außerhalb ihrer Zeit.',
      remedy:
        'Stellen Sie die Uhr des Rechners, auf dem der Dienst läuft (NTP), und versuchen Sie es dann erneut.',
    },
    700027: {
      message: 'Entra ID kann die Signatur der Clientassertion des Dienstes nicht prüfen.',
      remedy:
        'Registrieren Sie das Zertifikat bei der Anwendung des Dienstes, oder geben Sie dem Dienst das registrierte.',
    },
    7000215: {
      message: 'Das Clientgeheimnis des Dienstes ist falsch.',
      remedy: 'Geben Sie dem Dienst den Wert eines Geheimnisses seiner Anwendung, nicht dessen ID.',
    },
    7000222: {
      message: 'Das Clientgeheimnis oder das Zertifikat des Dienstes ist abgelaufen.',
      remedy: 'Fügen Sie bei der Anwendung des Dienstes ein neues hinzu, und geben Sie es dem Dienst.',
    },
    7000229: {
      message: 'Der Dienst hat keinen Dienstprinzipal im Mandanten: Dort hat noch niemand zugestimmt.',
      remedy: `${CONSENT} zustimmen.`,
    },
    75008: {
      message: 'Die Anfrage hat ein Ziel (Destination), das nicht die Adresse von Entra ID ist.',
      remedy: 'Vergleichen Sie die Anmeldeadresse beim Dienstanbieter mit der Anmelde-URL der Anwendung.',
    },
    750161: {
      message: 'Die Anfrage verlangt ein NameID-Format, das Entra ID nicht anbietet.',
      remedy:
        'Der Dienstanbieter soll keine NameIDPolicy verlangen oder das Format emailAddress oder unspecified.',
    },
    900023: {
      message: 'Der Mandant wurde nicht gefunden: Was ihn benennt, ist weder eine ID noch eine Domäne.',
      remedy: COMPARE_TENANT,
    },
    90033: { message: 'Entra ID ist vorübergehend nicht verfügbar.', remedy: WITHIN },
    90038: {
      message: 'Der Mandant befindet sich in einer anderen Microsoft-Cloud.',
      remedy: 'Verwenden Sie die Anmeldeadresse der Cloud des Mandanten.',
    },
  },
  principals: {
    refused: 'kann nicht gesucht werden: Microsoft Graph lehnt diesen Namen ab',
    unknown: 'ist nicht im Mandanten',
    unfindable:
      'ist kein Benutzerprinzipalname des Mandanten, und unsere Berechtigungen finden Benutzer dort nicht über die E-Mail-Adresse: Geben Sie den Benutzerprinzipalnamen an',
    guest: 'ist ein Gast, dessen Name und Adresse zu einer anderen Organisation gehören',
    manyGroups: 'ist der Name von {count} Gruppen; verwenden Sie eine Objekt-ID: {ids}',
    manyUsers: 'ist die Adresse von {count} Benutzern; verwenden Sie den Benutzerprinzipalnamen',
    external:
      'kommt aus einer anderen Organisation und ist möglicherweise ein Gast: Der Hub erhält als NameID den Benutzerprinzipalnamen mit #EXT#, der nicht die E-Mail-Adresse ist',
    externalMember:
      'ist ein externes Mitglied: Der Hub erhält als NameID den Benutzerprinzipalnamen mit #EXT#, der nicht die E-Mail-Adresse ist',
    emptyGroup:
      'hat keine direkten Mitglieder, die Benutzer sind: Niemand kann sich darüber anmelden, denn verschachtelte Gruppen zählen nicht',
  },
  choice: {
    unreadable: 'ist nicht lesbar',
    unknownRole: 'die Rolle „{role}“ gibt es nicht; möglich sind {names}',
    noRoles: 'die Rolle „{role}“ gibt es nicht; es werden keine angeboten: Lassen Sie sie weg',
    roleNeeded: 'eine Rolle ist nötig; möglich sind {names}',
    twice: 'ist doppelt aufgeführt',
  },
  traps: {
    fields: {
      nameId:
        'Benutzer werden an diesem Wert erkannt: {name}, nicht am Benutzerprinzipalnamen. Vorhandene Benutzer müssen ihn als Namen haben.',
      force:
        'Ändern Sie es erst, wenn sich jemand per SSO anmelden kann, und behalten Sie einen Administratorzugang in einer Domäne, die nicht aufgeführt ist.',
      leave: 'Lassen Sie es auf {off}: Bis sich jemand per SSO angemeldet hat, würde es alle aussperren.',
      leaveUntilAsked:
        'Lassen Sie es auf {off}: Bis sich jemand per SSO angemeldet hat, würde es alle aussperren. Im letzten Schritt werden Sie danach gefragt, sobald eine Anmeldung gelungen ist.',
    },
    hub: {
      domains: 'Eine Domäne kann nur einmal pro Kontohierarchie verwendet werden.',
      xml: 'Fügen Sie das XML selbst ein, nicht die URL, von der es stammt.',
      parent: 'Melden Sie sich beim Hub mit Administratorrechten des übergeordneten Kontos an.',
      noMenu:
        'Wenn es kein Menü „Single Sign On“ gibt, bitten Sie den Support, die Funktion für das Konto einzuschalten.',
      noMail: 'Die Ansprüche enthalten keine E-Mail-Adresse, die der Hub vermutlich braucht.',
      renewal:
        'Das XML ist neu und enthält alle Zertifikate. Die anderen Werte sind unverändert wie vereinbart.',
    },
    sinch: {
      domain:
        'Jede muss zuerst durch einen DNS-TXT-Eintrag an ihrer Wurzel verifiziert werden: sinch-domain-verification=<value>.',
      certificate: 'Vollständig, mit der ersten und der letzten Zeile.',
      saving: 'Nach dem Speichern dauert es bis zu 30 Sekunden, bis es wirkt.',
      noMenu:
        'Wenn es kein Menü „SSO Configuration“ gibt, bitten Sie den Support, die Funktion einzuschalten.',
      invite: 'Laden Sie die Benutzer im Hub ein, und geben Sie ihnen dort ihre Rollen.',
      renewal:
        'Das Zertifikat ist neu; die anderen Werte sind unverändert wie vereinbart. Es gibt nur Platz für eines: Vom Speichern bis zu Ihrer Bestätigung hier kann sich niemand anmelden. Erledigen Sie beides zu einer ruhigen Zeit.',
    },
  },
  details: {
    assign:
      'Weisen Sie unter „Unternehmensanwendungen“ > „{application}“ > „Benutzer und Gruppen“ zu: {wanted}.',
    assignUser: '{principal} (Person) als {role}',
    assignGroup: '{principal} (Gruppe) als {role}',
    defaultAccess: 'Standardzugriff',
    user: '„{principal}“ (Person) {problem}',
    group: '„{principal}“ (Gruppe) {problem}',
    missingPermission: '{permission}: um {reason}',
    hubEntityId: 'Entitäts-ID: {issuer}. Sie muss {entityId} sein.',
    hubReplyUrl: 'Antwort-URL: {acsUrl}. Sie muss {replyUrls} sein.',
    hubAddress:
      'Metadaten-XML: Es leitet Anmeldungen an {address}. Sie müssen an {singleSignOnUrl} gehen: Fügen Sie das XML neu ein.',
    application: 'Anwendung {id}',
    servicePrincipal: 'Dienstprinzipal {id}',
    ownerToAdd: 'Hinzuzufügender Besitzer: Dienstprinzipal {id}',
    owner: 'Besitzer {name} ({id})',
    policy: 'Richtlinie „{name}“ ({id})',
  },
  preflight: {
    nothingWritten: 'Es wurde noch nichts geändert. {found}',
    several: 'Es wurde noch nichts geändert. {count} Dinge im Mandanten stehen im Weg.',
    licenceUnseen:
      'Ob der Mandant Entra ID P1 hat, das für Gruppen nötig ist, lässt sich mit diesen Berechtigungen nicht sehen.',
    noLicence: 'Der Mandant hat kein Microsoft Entra ID P1: Gruppen können nicht zugewiesen werden.',
    noLicenceRemedy: 'Wählen Sie Personen statt Gruppen aus.',
    identifierPolicyUnread: 'Die Richtlinie für Bezeichner lässt sich nicht lesen.',
    credentialPolicyUnread: 'Die Richtlinie für Zertifikate lässt sich nicht lesen.',
    identifierForbidden:
      'Eine Richtlinie des Mandanten verbietet diesen Bezeichner (Entitäts-ID), auch für SAML-Anwendungen.',
    identifierForbiddenWithExemptions:
      'Eine Richtlinie des Mandanten verbietet diesen Bezeichner (Entitäts-ID), auch für SAML-Anwendungen. Sie hat Ausnahmen, die vielleicht für uns gelten.',
    exemptSaml:
      'Lassen Sie in der Richtlinie „identifierUris“ für Anwendungen die SAML-Anwendungen ausnehmen (excludeSaml).',
    exemptOurs:
      'Lassen Sie unsere Anwendung unter „Unternehmensanwendungen“ > „Application policies“ von jemandem mit der Rolle „Cloudanwendungsadministrator“ ausnehmen.',
    shortCertificates:
      'Eine Richtlinie des Mandanten erlaubt Zertifikate für höchstens {days} Tage: Jedes muss im Hub eingetragen werden.',
    credentialsRestricted:
      'Eine Richtlinie des Mandanten schränkt Anmeldeinformationen von Anwendungen ein ({names}) und verhindert möglicherweise das Signaturzertifikat.',
    identifierUnread: 'Ob der Bezeichner frei ist, lässt sich nicht lesen.',
    identifierTaken:
      'Die Anwendung „{name}“ ({id}) des Mandanten hat den Bezeichner (Entitäts-ID) {identifier} schon.',
    freeIdentifier:
      'Suchen Sie unter „Unternehmensanwendungen“ die Anwendung mit diesem Bezeichner. Entfernen Sie ihn dort, oder löschen Sie die Anwendung.',
    nameUnread: 'Ob der Name frei ist, lässt sich nicht lesen.',
    sameName: 'Eine andere Anwendung heißt auch „{name}“: Die beiden sind leicht zu verwechseln.',
    sameNameRemedy:
      'Sie hat die ID {ids}: Benennen Sie sie um, oder löschen Sie sie, wenn sie nicht gebraucht wird.',
    deletedUnread: 'Was in den letzten 30 Tagen gelöscht wurde, lässt sich nicht lesen.',
  },
  parts: {
    mail: 'E-Mail-Adresse',
    principalName: 'Benutzerprinzipalname',
    none: 'keines',
    application: 'Anwendung',
    servicePrincipal: 'Dienstprinzipal',
    minimalProfile: 'Bitte das Minimalprofil verwenden: Wir weisen Personen und Gruppen selbst zu.',
    warned: '{name} ({warning})',
  },
};
