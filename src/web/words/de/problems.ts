import type { ProblemWords } from '../problems.js';

const CONSENT_AGAIN = [
  'Bitten Sie jemanden mit der Rolle „Administrator für privilegierte Rollen“ oder „Globaler Administrator“ in Ihrer Organisation, den Einrichtungslink zu öffnen.',
  'Melden Sie sich an, und akzeptieren Sie alle Berechtigungen, die Microsoft aufführt.',
] as const;

const SIGN_IN = 'Melden Sie sich beim Microsoft Entra Admin Center als Cloudanwendungsadministrator an.';
const OPEN_POLICIES = 'Öffnen Sie „Unternehmensanwendungen“ > „Application policies“.';
const OPEN_APPLICATION =
  'Öffnen Sie im Microsoft Entra Admin Center „Unternehmensanwendungen“ > die Anwendung';
const OPEN_REGISTRATION = 'Öffnen Sie im Microsoft Entra Admin Center „App-Registrierungen“ > die Anwendung';
const POWERSHELL = 'Verbinden Sie sich mit Microsoft Graph PowerShell mit Ihrem Mandanten.';

export const problems: ProblemWords = {
  unknown_tenant: {
    title: 'Der Mandant existiert nicht',
    reason: 'Microsoft Entra ID kennt diesen Mandanten nicht.',
  },
  wrong_cloud: {
    title: 'Der Mandant ist in einer anderen Microsoft-Cloud',
    reason: 'Der Mandant befindet sich in einer anderen Microsoft-Cloud als der, die dieser Dienst nutzt.',
  },
  wrong_tenant: {
    title: 'Die Zustimmung gilt für einen anderen Mandanten',
    reason: 'Die Zustimmung gilt für den Mandanten {consented}, gebraucht wird sie für {tenantId}.',
    steps: [
      'Öffnen Sie diese Seite in einem privaten Fenster, damit Sie mit keinem anderen Konto angemeldet sind.',
      'Sehen Sie sich die Änderungen noch einmal an, und melden Sie sich mit einem Konto Ihrer eigenen Organisation an.',
    ],
  },
  consent_declined: {
    title: 'Die Genehmigung wurde abgelehnt',
    reason: 'Der Zugriff wurde nicht genehmigt. Es wurde nichts eingerichtet.',
    steps: [
      'Wenn Ihnen die Berechtigungen zu weit gehen, bitten Sie Ihre Kontaktperson bei {brand} um das Minimalprofil, das weniger verlangt.',
      'Wenn Sie einverstanden sind, wählen Sie unten „Ansehen und genehmigen“.',
    ],
  },
  not_consented: {
    title: 'Die Zustimmung fehlt',
    reason: 'Der Mandant hat unserer Anwendung nicht zugestimmt, oder die Zustimmung wurde widerrufen.',
    steps: CONSENT_AGAIN,
  },
  missing_permissions: {
    title: 'Berechtigungen fehlen',
    reason:
      'Microsoft Graph hat abgelehnt: Eine Berechtigung fehlt, wurde widerrufen, oder das Objekt gehört zu einer anderen Anwendung.',
    steps: CONSENT_AGAIN,
    cases: {
      incomplete: { reason: 'Der Mandant hat weniger zugestimmt, als nötig ist: {permissions}.' },
      revoked: { reason: 'Der Mandant hat einen Teil seiner Zustimmung widerrufen: {permissions}.' },
    },
  },
  client_disabled: {
    title: 'Unsere Anwendung ist im Mandanten deaktiviert',
    reason:
      'Der Mandant hat unsere Anwendung deaktiviert, deshalb stellt Microsoft Entra ID keine Token für sie aus.',
    steps: [
      'Öffnen Sie im Microsoft Entra Admin Center „Unternehmensanwendungen“ und dort die Anwendung von {brand}.',
      'Stellen Sie unter „Eigenschaften“ die Option „Enabled for users to sign-in?“ auf „Ja“, und speichern Sie.',
    ],
  },
  conditional_access: {
    title: 'Bedingter Zugriff blockiert unsere Anwendung',
    reason: 'Eine Richtlinie für bedingten Zugriff des Mandanten blockiert unsere Anwendung.',
    steps: [
      'Öffnen Sie im Microsoft Entra Admin Center „Bedingter Zugriff“ > „Richtlinien“.',
      'Schließen Sie in der Richtlinie für Workloadidentitäten die Anwendung von {brand} aus, und speichern Sie.',
    ],
  },
  client_credentials_refused: {
    title: 'Unsere eigenen Anmeldeinformationen werden abgelehnt',
    reason:
      'Microsoft Entra ID hat die Anmeldeinformationen dieses Dienstes abgelehnt (falsch, abgelaufen oder noch nicht registriert).',
  },
  client_assertion_expired: {
    title: 'Die Uhr dieses Dienstes geht falsch',
    reason:
      'Microsoft Entra ID hält die Clientassertion dieses Dienstes für außerhalb ihrer Gültigkeit (AADSTS700024).',
  },
  profile_not_configured: {
    title: 'Diesem Dienst fehlt das Berechtigungsprofil',
    reason: 'Dieser Dienst hat keinen Client für das Berechtigungsprofil „{profile}“.',
  },
  sign_in_refused: {
    title: 'Microsoft Entra ID stellt kein Token aus',
    reason: 'Microsoft Entra ID hat es abgelehnt, ein Token für diesen Mandanten auszustellen.',
    cases: { known: { reason: '{meaning}' } },
  },
  identifier_taken: {
    title: 'Der Bezeichner ist vergeben',
    reason: 'Eine andere Anwendung des Mandanten hat bereits den Bezeichner (Entitäts-ID).',
    steps: [
      'Öffnen Sie im Microsoft Entra Admin Center „Unternehmensanwendungen“, und suchen Sie die Anwendung mit diesem Bezeichner.',
      'Wenn sie noch gebraucht wird, entfernen Sie den Bezeichner daraus („Einmaliges Anmelden“ > „Grundlegende SAML-Konfiguration“); sonst löschen Sie die Anwendung.',
    ],
  },
  identifier_forbidden: {
    title: 'Eine Richtlinie verbietet den Bezeichner',
    reason: 'Eine Richtlinie des Mandanten verbietet diesen Bezeichner (Entitäts-ID).',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Nehmen Sie in der Richtlinie für Bezeichner-URIs SAML-Anwendungen aus (excludeSaml), und speichern Sie.',
    ],
  },
  certificate_lifetime_forbidden: {
    title: 'Eine Richtlinie verbietet die Laufzeit des Zertifikats',
    reason:
      'Eine Anwendungsverwaltungsrichtlinie des Mandanten verbietet Signaturzertifikate mit dieser Laufzeit (keyCredentials, maxLifetime).',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Erlauben Sie längere Laufzeiten für Zertifikate, oder nehmen Sie die Anwendung von {brand} aus, und speichern Sie.',
    ],
  },
  credentials_forbidden: {
    title: 'Eine Richtlinie verbietet das Zertifikat',
    reason:
      'Eine Anwendungsverwaltungsrichtlinie des Mandanten verbietet es, Anwendungen Anmeldeinformationen dieser Art hinzuzufügen.',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Nehmen Sie die Anwendung von {brand} von der Richtlinie für Anmeldeinformationen aus, und speichern Sie.',
    ],
  },
  certificate_date_refused: {
    title: 'Das Enddatum des Zertifikats wird abgelehnt',
    reason: 'Microsoft Graph lehnt das Enddatum des Signaturzertifikats immer wieder ab.',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Wenn eine Richtlinie die Laufzeit von Zertifikaten begrenzt, nehmen Sie die Anwendung von {brand} aus. Wenn es keine gibt, warten Sie einige Minuten.',
    ],
  },
  policy_forbids: {
    title: 'Eine Richtlinie verbietet diese Änderung',
    reason: 'Eine Richtlinie des Mandanten verbietet diese Änderung.',
    steps: [
      'Lesen Sie unten in den Einzelheiten, welche Richtlinie es ist.',
      'Nehmen Sie die Anwendung von {brand} von dieser Richtlinie aus: unter „Unternehmensanwendungen“ > „Application policies“ oder unter „Bedingter Zugriff“ > „Richtlinien“.',
    ],
  },
  groups_need_p1: {
    title: 'Gruppen erfordern Microsoft Entra ID P1',
    reason: 'Der Mandant hat kein Microsoft Entra ID P1: Gruppen können Anwendungen nicht zugewiesen werden.',
    steps: [
      'Erwerben Sie Microsoft Entra ID P1 für Ihre Organisation. Wenn Sie das nicht möchten, bitten Sie Ihre Kontaktperson bei {brand}, mit Benutzern statt Gruppen neu zu beginnen.',
    ],
  },
  quota_exceeded: {
    title: 'Das Kontingent des Mandanten ist ausgeschöpft',
    reason: 'Das Kontingent des Mandanten für Verzeichnisobjekte ist ausgeschöpft.',
    steps: [
      'Löschen Sie Objekte Ihres Verzeichnisses, die Sie nicht mehr brauchen, auch endgültig unter den gelöschten; oder verifizieren Sie eine Domäne, was das Kontingent erhöht.',
    ],
  },
  conflict: {
    title: 'Etwas im Mandanten steht im Weg',
    reason: 'Etwas im Mandanten steht dieser Änderung entgegen.',
    steps: [
      'Lesen Sie unten in den Einzelheiten, was Microsoft dazu sagt.',
      'Entfernen Sie im Microsoft Entra Admin Center, was im Weg steht.',
    ],
  },
  unique_name_taken: {
    title: 'Unser eindeutiger Name ist vergeben',
    reason:
      'Eine andere Anwendung des Mandanten hat unseren eindeutigen Namen und ist weder unter den vorhandenen noch unter den gelöschten zu finden.',
    steps: [
      'Suchen Sie mit Microsoft Graph die Anwendung, die den uniqueName aus den Einzelheiten unten hat.',
      'Löschen Sie sie endgültig.',
    ],
  },
  not_owner: {
    title: 'Unsere Anwendung ist nicht Besitzer',
    reason:
      'Microsoft Graph hat das Objekt ({noun}) angelegt, unsere Anwendung aber nicht als Besitzer eingetragen. Ohne das kann unsere Anwendung es nicht ändern.',
    steps: [
      'Verbinden Sie sich als Cloudanwendungsadministrator mit Microsoft Graph PowerShell mit Ihrem Mandanten.',
      'Fügen Sie den Besitzer mit dem Befehl New-MgApplicationOwnerByRef hinzu, oder mit New-MgServicePrincipalOwnerByRef für einen Dienstprinzipal; die IDs stehen unten in den Einzelheiten.',
    ],
  },
  owned_by_others: {
    title: 'Die Anwendung gehört auch anderen',
    reason:
      'Das Objekt ({noun}) war vor dieser Einrichtung da und gehört auch anderen. Ein Besitzer kann ihm ein Zertifikat hinzufügen und sich damit beim Hub als beliebige Person anmelden.',
    steps: [
      'Suchen Sie im Microsoft Entra Admin Center die Anwendung aus den Einzelheiten unten, und stellen Sie fest, wer sie angelegt hat.',
      'Wenn Ihre Organisation sie für den Hub angelegt hat, entfernen Sie die Besitzer aus den Einzelheiten. Wenn nicht, löschen Sie sie endgültig.',
    ],
  },
  foreign_claims_policy: {
    title: 'Eine andere Anspruchsrichtlinie ist zugewiesen',
    reason:
      'Der Anwendung ist eine andere Anspruchszuordnungsrichtlinie zugewiesen, und Microsoft Entra ID erlaubt nur eine.',
    steps: [
      POWERSHELL,
      'Entfernen Sie die Richtlinie aus den Einzelheiten unten von der Anwendung (Remove-MgServicePrincipalClaimMappingPolicyByRef). Wenn sie bleiben soll, bitten Sie Ihre Kontaktperson bei {brand}, diesen Schritt zu überspringen.',
    ],
  },
  claims_not_understood: {
    title: 'Die Anspruchsrichtlinie ist nicht lesbar',
    reason: 'Die Definition unserer Anspruchszuordnungsrichtlinie ist keine, die Microsoft beschreibt.',
    steps: [
      'Suchen Sie die Anspruchszuordnungsrichtlinie der Anwendung mit Microsoft Graph PowerShell (Get-MgServicePrincipalClaimMappingPolicy).',
      'Korrigieren Sie ihre Definition, oder löschen Sie die Richtlinie: Dann legen wir eine neue an.',
    ],
  },
  claims_policy_removed: {
    title: 'Unsere Anspruchsrichtlinie wurde entfernt',
    reason:
      'Unsere Anspruchszuordnungsrichtlinie ist nicht mehr zugewiesen. Solange sie zugewiesen ist, sperrt Microsoft die Seite „Attribute und Ansprüche“; wahrscheinlich wollte jemand die Ansprüche dort bearbeiten. Eine Reparatur macht diese Entscheidung nicht rückgängig.',
  },
  role_missing: {
    title: 'Eine App-Rolle fehlt',
    reason: 'Die Anwendung hat die Rolle nicht mehr, in der jemand zugewiesen werden soll.',
    steps: [
      `${OPEN_REGISTRATION} > „App-Rollen“.`,
      'Stellen Sie die Rolle wieder her, die entfernt oder deaktiviert wurde.',
    ],
  },
  role_value_taken: {
    title: 'Der Wert einer Rolle ist vergeben',
    reason: 'Die Anwendung hat eine andere Rolle mit dem Wert {values}.',
    steps: [
      `${OPEN_REGISTRATION} > „App-Rollen“.`,
      'Geben Sie der anderen Rolle einen anderen Wert, oder löschen Sie sie. Weisen Sie ihre Benutzer neu zu: Zuweisungen folgen nicht von selbst.',
    ],
  },
  no_room_for_addresses: {
    title: 'Zu viele Adressen für Ablaufhinweise',
    reason:
      'Microsoft Entra ID nimmt {most} Adressen für Ablaufhinweise an, und die vorhandenen lassen zu wenig Platz.',
    steps: [
      `${OPEN_APPLICATION} > „Einmaliges Anmelden“.`,
      'Entfernen Sie unter „SAML-Zertifikate“ eine Ihrer Benachrichtigungsadressen, oder verzichten Sie auf die von {brand}.',
    ],
  },
  application_gone: {
    title: 'Die Unternehmensanwendung ist verschwunden',
    reason: 'Die Unternehmensanwendung ist nicht mehr im Mandanten.',
    steps: [
      'Wenn sie versehentlich gelöscht wurde, stellen Sie sie innerhalb von 30 Tagen wieder her: „App-Registrierungen“ > „Gelöschte Anwendungen“ im Microsoft Entra Admin Center.',
      'Wenn sie absichtlich gelöscht wurde, informieren Sie Ihre Kontaktperson bei {brand}.',
    ],
  },
  principals_not_found: {
    title: 'Einige Benutzer oder Gruppen können nicht zugewiesen werden',
    reason:
      '{bad} von {all} ausgewählten Benutzern und Gruppen können nicht zugewiesen werden; niemand wurde zugewiesen.',
    steps: [
      'Lesen Sie unten in den Einzelheiten, wer nicht zugewiesen werden kann und warum.',
      'Wählen Sie Benutzer und Gruppen ohne diese noch einmal aus, oder korrigieren Sie sie in Ihrem Verzeichnis.',
    ],
  },
  reply_urls_not_kept: {
    title: 'Die Antwort-URLs wurden nicht übernommen',
    reason: 'Microsoft Graph hat die Antwort-URLs und ihre Indizes angenommen, zeigt aber andere.',
    steps: [
      `${OPEN_REGISTRATION} > „Manifest“.`,
      'Setzen Sie web.redirectUris und web.redirectUriSettings wie unten in den Einzelheiten, und speichern Sie.',
    ],
  },
  sign_in_stopped: {
    title: 'Eine Einstellung verhindert die Anmeldung',
    reason: 'Eine Einstellung der Anwendung im Mandanten verhindert die Anmeldung ihrer Benutzer.',
    steps: [`${OPEN_APPLICATION}.`, 'Stellen Sie ein, was unten in den Einzelheiten steht, wie vereinbart.'],
  },
  configuration_differs: {
    title: 'Die Konfiguration wurde geändert',
    reason: 'Die Konfiguration der Anwendung im Mandanten weicht von der Vereinbarung ab.',
    steps: [
      `${OPEN_APPLICATION} > „Einmaliges Anmelden“.`,
      'Stellen Sie ein, was unten in den Einzelheiten steht, wie vereinbart.',
    ],
  },
  metadata_too_large: {
    title: 'Die Verbundmetadaten sind zu groß',
    reason:
      'Was Microsoft Entra ID als Verbundmetadaten liefert, ist größer als 256 KiB: Es ist etwas anderes.',
  },
  metadata_unusable: {
    title: 'Die Verbundmetadaten sind nicht verwendbar',
    reason: 'Was Microsoft Entra ID als Verbundmetadaten liefert, ist nicht verwendbar. {flaw}',
  },
  hub_differs: {
    title: 'Der Hub ist anders eingerichtet',
    reason: 'Der Hub verlangt von Microsoft Entra ID etwas anderes als vereinbart.',
    steps: [
      'Öffnen Sie im Hub das Formular für Single Sign‑On mit Administratorrechten.',
      'Vergleichen Sie jeden Wert mit dem, den Sie erhalten haben, fügen Sie die XML-Metadaten neu ein, und speichern Sie.',
    ],
  },
  hub_does_not_ask: {
    title: 'Der Hub beginnt keine Anmeldung',
    reason: 'Der Hub beginnt an der zu prüfenden Adresse keine Anmeldung. {answer}',
  },
  sign_in_not_proved: {
    title: 'Es wurde noch keine Anmeldung gesehen',
    reason:
      'Nach Force SSO wurde nicht gefragt: Es wurde noch keine Anmeldung per SSO gesehen, deshalb könnte es alle aussperren.',
  },
  deadline_passed: {
    title: 'Die Frist ist abgelaufen',
    reason: 'Innerhalb von {days} Tagen hat niemand geantwortet.',
    cases: {
      testSignIn: { reason: 'Innerhalb von {days} Tagen hat sich niemand für den Test angemeldet.' },
      signIn: { reason: 'Innerhalb von {days} Tagen wurde keine Anmeldung beim Hub gesehen.' },
      assignments: { reason: 'Innerhalb von {days} Tagen wurden nicht alle Ausgewählten zugewiesen.' },
    },
  },
  asked_to_wait: {
    title: 'Microsoft bittet zu warten',
    reason: 'Microsoft bittet diesen Dienst, bis {until} zu warten.',
  },
  kept_failing: {
    title: 'Der Schritt schlägt immer wieder fehl',
    reason: 'Der Schritt {step} ist immer wieder fehlgeschlagen, bis seine Zeit um war. Zuletzt: {last}',
    cases: {
      assigning: {
        reason: 'Microsoft Graph konnte Benutzer und Gruppen immer wieder nicht zuweisen. Zuletzt: {last}',
      },
    },
  },
  ended_early: {
    title: 'Ein Ablauf wurde von außen beendet',
    reason: 'Der Ablauf, der den Schritt {step} ausführt, endete vor seiner Zeit: {last}',
  },
  watch_does_not_end: {
    title: 'Die frühere Überwachung endet nicht',
    reason: 'Die Überwachung einer früheren Einrichtung endet nicht, deshalb kann keine neue beginnen.',
  },
  request_refused: {
    title: 'Microsoft Graph lehnt unsere Anfrage ab',
    reason: 'Microsoft Graph hat die Anfrage als ungültig abgelehnt.',
  },
  messages_credentials_refused: {
    title: 'Die Schnittstelle für SMS lehnt unseren Schlüssel ab',
    reason: 'Die Schnittstelle für SMS hat unseren Schlüssel abgelehnt, oder dem Konto fehlt die Funktion.',
  },
  messages_address_unknown: {
    title: 'Die Adresse der Schnittstelle für SMS ist falsch',
    reason: 'Die Schnittstelle für SMS kennt die Adresse nicht, die der Dienst anfragt.',
  },
  message_refused: {
    title: 'Eine SMS wurde abgelehnt',
    reason: 'Die Schnittstelle für SMS hat die SMS abgelehnt.',
  },
  email_refused: {
    title: 'Eine E-Mail wurde abgelehnt',
    reason: 'Der Mailserver hat die E-Mail abgelehnt.',
  },
  smtp_credentials_refused: {
    title: 'Der Mailserver lehnt unsere Anmeldung ab',
    reason: 'Der Mailserver hat den Benutzer oder das Kennwort abgelehnt.',
  },
  smtp_without_tls: {
    title: 'Der Mailserver bietet kein TLS an',
    reason: 'Der Mailserver bietet kein TLS an, deshalb wird ihm nichts gesendet.',
  },
};
