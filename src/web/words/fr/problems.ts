import type { ProblemWords } from '../problems.js';

const CONSENT_AGAIN = [
  'Demandez à une personne ayant le rôle « Administrateur de rôle privilégié » ou « Administrateur général » de votre organisation d’ouvrir le lien de configuration.',
  'Connectez-vous et acceptez toutes les autorisations que Microsoft énumère.',
] as const;

const SIGN_IN =
  'Connectez-vous au Centre d’administration Microsoft Entra en tant qu’« Administrateur d’application cloud ».';
const OPEN_POLICIES = 'Ouvrez « Applications d’entreprise » > « Application policies ».';
const OPEN_APPLICATION =
  'Dans le Centre d’administration Microsoft Entra, ouvrez « Applications d’entreprise » > l’application';
const OPEN_REGISTRATION =
  'Dans le Centre d’administration Microsoft Entra, ouvrez « Inscriptions d’applications » > l’application';

export const problems: ProblemWords = {
  unknown_tenant: {
    title: 'Le locataire n’existe pas',
    reason: 'Microsoft Entra ID ne connaît pas ce locataire.',
  },
  wrong_cloud: {
    title: 'Le locataire se trouve dans un autre cloud Microsoft',
    reason: 'Le locataire se trouve dans un autre cloud Microsoft que celui que ce service utilise.',
  },
  wrong_tenant: {
    title: 'Le consentement porte sur un autre locataire',
    reason: 'Le consentement porte sur le locataire {consented}, mais il faut celui de {tenantId}.',
    steps: [
      'Ouvrez cette page dans une fenêtre privée, pour n’être connecté avec aucun autre compte.',
      'Examinez à nouveau les modifications et connectez-vous avec un compte de votre propre organisation.',
    ],
  },
  consent_declined: {
    title: 'L’approbation a été refusée',
    reason: 'L’accès n’a pas été approuvé. Rien n’a été configuré.',
    steps: [
      'Si les autorisations vont trop loin, demandez à votre contact chez {brand} le profil minimal, qui en demande moins.',
      'Quand vous êtes d’accord, choisissez « Examiner et approuver » ci-dessous.',
    ],
  },
  not_consented: {
    title: 'Le consentement manque',
    reason:
      'Le locataire n’a pas donné son consentement à notre application, ou le consentement a été révoqué.',
    steps: CONSENT_AGAIN,
  },
  missing_permissions: {
    title: 'Des autorisations manquent',
    reason:
      'Microsoft Graph a refusé : une autorisation manque, a été révoquée, ou l’objet appartient à une autre application.',
    steps: CONSENT_AGAIN,
    cases: {
      incomplete: { reason: 'Le locataire a consenti à moins que nécessaire : {permissions}.' },
      revoked: { reason: 'Le locataire a révoqué une partie de son consentement : {permissions}.' },
    },
  },
  client_disabled: {
    title: 'Notre application est désactivée dans le locataire',
    reason:
      'Le locataire a désactivé notre application : Microsoft Entra ID n’émet donc aucun jeton pour elle.',
    steps: [
      'Dans le Centre d’administration Microsoft Entra, ouvrez « Applications d’entreprise », puis l’application de {brand}.',
      'Sous « Propriétés », réglez « Enabled for users to sign-in? » sur « Oui », et enregistrez.',
    ],
  },
  conditional_access: {
    title: 'L’accès conditionnel bloque notre application',
    reason: 'Une stratégie d’accès conditionnel du locataire bloque notre application.',
    steps: [
      'Dans le Centre d’administration Microsoft Entra, ouvrez « Accès conditionnel » > « Stratégies ».',
      'Dans la stratégie pour les identités de charge de travail, excluez l’application de {brand}, et enregistrez.',
    ],
  },
  client_credentials_refused: {
    title: 'Nos propres informations d’identification sont refusées',
    reason:
      'Microsoft Entra ID a refusé les informations d’identification de ce service (erronées, expirées ou pas encore inscrites).',
  },
  client_assertion_expired: {
    title: 'L’horloge de ce service est fausse',
    reason:
      'Microsoft Entra ID considère l’assertion de client de ce service comme hors de sa période de validité (AADSTS700024).',
  },
  profile_not_configured: {
    title: 'Il manque à ce service le profil d’autorisations',
    reason: 'Ce service n’a pas de client pour le profil d’autorisations « {profile} ».',
  },
  sign_in_refused: {
    title: 'Microsoft Entra ID n’émet pas de jeton',
    reason: 'Microsoft Entra ID a refusé d’émettre un jeton pour ce locataire.',
    cases: { known: { reason: '{meaning}' } },
  },
  identifier_taken: {
    title: 'L’identificateur est déjà pris',
    reason: 'Une autre application du locataire a déjà l’identificateur (ID d’entité).',
    steps: [
      'Dans le Centre d’administration Microsoft Entra, ouvrez « Applications d’entreprise » et cherchez celle qui a cet identificateur.',
      'Si elle est encore utile, retirez-en l’identificateur (« Authentification unique » > « Configuration SAML de base ») ; sinon, supprimez-la.',
    ],
  },
  identifier_forbidden: {
    title: 'Une stratégie interdit l’identificateur',
    reason: 'Une stratégie du locataire interdit cet identificateur (ID d’entité).',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Dans la stratégie sur les URI d’identificateur, exemptez les applications SAML (excludeSaml), et enregistrez.',
    ],
  },
  certificate_lifetime_forbidden: {
    title: 'Une stratégie interdit la durée du certificat',
    reason:
      'Une stratégie de gestion des applications du locataire interdit les certificats de signature de cette durée (keyCredentials, maxLifetime).',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Autorisez des durées de certificat plus longues, ou exemptez l’application de {brand}, et enregistrez.',
    ],
  },
  credentials_forbidden: {
    title: 'Une stratégie interdit le certificat',
    reason:
      'Une stratégie de gestion des applications du locataire interdit d’ajouter ce type d’informations d’identification aux applications.',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Exemptez l’application de {brand} de la stratégie sur les informations d’identification, et enregistrez.',
    ],
  },
  certificate_date_refused: {
    title: 'La date de fin du certificat est refusée',
    reason: 'Microsoft Graph refuse toujours la date de fin du certificat de signature.',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'Si une stratégie limite la durée des certificats, exemptez l’application de {brand}. S’il n’y en a pas, attendez quelques minutes.',
    ],
  },
  policy_forbids: {
    title: 'Une stratégie interdit cette modification',
    reason: 'Une stratégie du locataire interdit cette modification.',
    steps: [
      'Lisez dans les détails ci-dessous de quelle stratégie il s’agit.',
      'Exemptez l’application de {brand} de cette stratégie : dans « Applications d’entreprise » > « Application policies », ou dans « Accès conditionnel » > « Stratégies ».',
    ],
  },
  groups_need_p1: {
    title: 'Les groupes nécessitent Microsoft Entra ID P1',
    reason:
      'Le locataire n’a pas Microsoft Entra ID P1 : il n’est pas possible d’attribuer des groupes à des applications.',
    steps: [
      'Achetez Microsoft Entra ID P1 pour votre organisation. Si vous ne le souhaitez pas, demandez à votre contact chez {brand} de recommencer avec des utilisateurs au lieu de groupes.',
    ],
  },
  quota_exceeded: {
    title: 'Le quota du locataire est épuisé',
    reason: 'Le quota d’objets d’annuaire du locataire est épuisé.',
    steps: [
      'Supprimez les objets de votre annuaire dont vous n’avez plus besoin, y compris définitivement parmi les objets supprimés ; ou vérifiez un domaine, ce qui augmente le quota.',
    ],
  },
  conflict: {
    title: 'Quelque chose fait obstacle dans le locataire',
    reason: 'Quelque chose dans le locataire s’oppose à cette modification.',
    steps: [
      'Lisez ce que dit Microsoft dans les détails ci-dessous.',
      'Supprimez ce qui fait obstacle dans le Centre d’administration Microsoft Entra.',
    ],
  },
  unique_name_taken: {
    title: 'Notre nom unique est déjà pris',
    reason:
      'Une autre application du locataire a notre nom unique, et ne se trouve ni parmi les applications actives ni parmi les applications supprimées.',
    steps: [
      'Cherchez avec Microsoft Graph l’application qui a le uniqueName indiqué dans les détails ci-dessous.',
      'Supprimez-la définitivement.',
    ],
  },
  not_owner: {
    title: 'Notre application n’est pas propriétaire',
    reason:
      'Microsoft Graph a créé l’objet ({noun}), mais n’en a pas fait notre application propriétaire. Sans cela, notre application ne peut pas le modifier.',
    steps: [
      'Connectez-vous à votre locataire avec Microsoft Graph PowerShell en tant qu’« Administrateur d’application cloud ».',
      'Ajoutez le propriétaire avec la commande New-MgApplicationOwnerByRef, ou New-MgServicePrincipalOwnerByRef pour un principal de service ; les ID figurent dans les détails ci-dessous.',
    ],
  },
  owned_by_others: {
    title: 'L’application appartient aussi à d’autres',
    reason:
      'L’objet ({noun}) existait avant cette configuration, et d’autres en sont aussi propriétaires. Un propriétaire peut y ajouter un certificat et se connecter ainsi au Hub comme n’importe qui.',
    steps: [
      'Dans le Centre d’administration Microsoft Entra, cherchez l’application indiquée dans les détails ci-dessous et trouvez qui l’a créée.',
      'Si votre organisation l’a créée pour le Hub, retirez les propriétaires indiqués dans les détails. Sinon, supprimez-la définitivement.',
    ],
  },
  foreign_claims_policy: {
    title: 'Une autre stratégie de revendications est attribuée',
    reason:
      'Une autre stratégie de mappage de revendications est attribuée à l’application, et Microsoft Entra ID n’en permet qu’une.',
    steps: [
      'Connectez-vous à votre locataire avec Microsoft Graph PowerShell.',
      'Retirez de l’application la stratégie indiquée dans les détails ci-dessous (Remove-MgServicePrincipalClaimMappingPolicyByRef). Si elle doit rester, demandez à votre contact chez {brand} d’ignorer cette étape.',
    ],
  },
  claims_not_understood: {
    title: 'La stratégie de revendications est illisible',
    reason:
      'La définition de notre stratégie de mappage de revendications ne correspond pas à ce que décrit Microsoft.',
    steps: [
      'Cherchez la stratégie de mappage de revendications de l’application avec Microsoft Graph PowerShell (Get-MgServicePrincipalClaimMappingPolicy).',
      'Corrigez sa définition, ou supprimez la stratégie : nous en créons alors une nouvelle.',
    ],
  },
  claims_policy_removed: {
    title: 'Notre stratégie de revendications a été retirée',
    reason:
      'Notre stratégie de mappage de revendications n’est plus attribuée. Tant qu’elle l’est, Microsoft verrouille la page « Attributs et revendications » : quelqu’un a probablement voulu y modifier les revendications. Une réparation n’annule pas cette décision.',
  },
  role_missing: {
    title: 'Un rôle d’application manque',
    reason: 'L’application n’a plus le rôle dans lequel quelqu’un doit être attribué.',
    steps: [
      `${OPEN_REGISTRATION} > « Rôles d’application ».`,
      'Rétablissez le rôle qui a été supprimé ou désactivé.',
    ],
  },
  role_value_taken: {
    title: 'La valeur d’un rôle est déjà prise',
    reason: 'L’application a un autre rôle avec la valeur {values}.',
    steps: [
      `${OPEN_REGISTRATION} > « Rôles d’application ».`,
      'Donnez une autre valeur à l’autre rôle, ou supprimez-le. Attribuez à nouveau ses utilisateurs : les attributions ne suivent pas d’elles-mêmes.',
    ],
  },
  no_room_for_addresses: {
    title: 'Trop d’adresses pour les avis d’expiration',
    reason:
      'Microsoft Entra ID accepte {most} adresses pour les avis d’expiration, et celles qui existent laissent trop peu de place.',
    steps: [
      `${OPEN_APPLICATION} > « Authentification unique ».`,
      'Sous « Certificats SAML », retirez l’une de vos adresses de notification, ou renoncez à celles de {brand}.',
    ],
  },
  application_gone: {
    title: 'L’application d’entreprise a disparu',
    reason: 'L’application d’entreprise n’est plus dans le locataire.',
    steps: [
      'Si elle a été supprimée par erreur, restaurez-la dans les 30 jours : « Inscriptions d’applications » > « Applications supprimées » dans le Centre d’administration Microsoft Entra.',
      'Si elle a été supprimée volontairement, informez votre contact chez {brand}.',
    ],
  },
  principals_not_found: {
    title: 'Certains utilisateurs ou groupes ne peuvent pas être attribués',
    reason:
      '{bad} des {all} utilisateurs et groupes choisis ne peuvent pas être attribués ; aucun ne l’a été.',
    steps: [
      'Lisez dans les détails ci-dessous qui ne peut pas être attribué, et pourquoi.',
      'Choisissez à nouveau les utilisateurs et les groupes sans ceux-là, ou corrigez-les dans votre annuaire.',
    ],
  },
  reply_urls_not_kept: {
    title: 'Les URL de réponse n’ont pas été conservées',
    reason: 'Microsoft Graph a accepté les URL de réponse et leurs index, mais en affiche d’autres.',
    steps: [
      `${OPEN_REGISTRATION} > « Manifeste ».`,
      'Réglez web.redirectUris et web.redirectUriSettings comme dans les détails ci-dessous, et enregistrez.',
    ],
  },
  sign_in_stopped: {
    title: 'Un paramètre empêche la connexion',
    reason: 'Un paramètre de l’application dans le locataire empêche la connexion de ses utilisateurs.',
    steps: [`${OPEN_APPLICATION}.`, 'Réglez ce qui est indiqué dans les détails ci-dessous comme convenu.'],
  },
  configuration_differs: {
    title: 'La configuration a été modifiée',
    reason: 'La configuration de l’application dans le locataire diffère de ce qui a été convenu.',
    steps: [
      `${OPEN_APPLICATION} > « Authentification unique ».`,
      'Réglez ce qui est indiqué dans les détails ci-dessous comme convenu.',
    ],
  },
  metadata_too_large: {
    title: 'Les métadonnées de fédération sont trop volumineuses',
    reason:
      'Ce que Microsoft Entra ID fournit comme métadonnées de fédération dépasse 256 Kio : il s’agit d’autre chose.',
  },
  metadata_unusable: {
    title: 'Les métadonnées de fédération sont inutilisables',
    reason: 'Ce que Microsoft Entra ID fournit comme métadonnées de fédération est inutilisable. {flaw}',
  },
  hub_differs: {
    title: 'Le Hub est configuré autrement',
    reason: 'Le Hub demande à Microsoft Entra ID autre chose que ce qui a été convenu.',
    steps: [
      'Ouvrez le formulaire d’authentification unique dans le Hub avec des droits d’administration.',
      'Comparez chaque valeur à celles que vous avez reçues, collez à nouveau le XML des métadonnées, et enregistrez.',
    ],
  },
  hub_does_not_ask: {
    title: 'Le Hub ne commence pas de connexion',
    reason: 'Le Hub ne commence pas de connexion à l’adresse à vérifier. {answer}',
  },
  sign_in_not_proved: {
    title: 'Aucune connexion n’a encore été constatée',
    reason:
      'Force SSO n’a pas été demandé : aucune connexion par SSO n’a été constatée, cela pourrait donc exclure tout le monde.',
  },
  deadline_passed: {
    title: 'Le délai est passé',
    reason: 'Personne n’a répondu en {days} jours.',
    cases: {
      testSignIn: { reason: 'Personne ne s’est connecté pour le test en {days} jours.' },
      signIn: { reason: 'Aucune connexion au Hub n’a été constatée en {days} jours.' },
      assignments: { reason: 'Toutes les personnes choisies n’ont pas été attribuées en {days} jours.' },
    },
  },
  asked_to_wait: {
    title: 'Microsoft demande d’attendre',
    reason: 'Microsoft demande à ce service d’attendre jusqu’à {until}.',
  },
  kept_failing: {
    title: 'L’étape échoue à chaque fois',
    reason: 'L’étape {step} a échoué jusqu’à la fin de son délai. Dernière erreur : {last}',
    cases: {
      assigning: {
        reason:
          'Microsoft Graph n’a pas réussi à attribuer les utilisateurs et les groupes. Dernière erreur : {last}',
      },
    },
  },
  ended_early: {
    title: 'Un processus a été arrêté de l’extérieur',
    reason: 'Le processus qui effectue l’étape {step} s’est terminé trop tôt : {last}',
  },
  watch_does_not_end: {
    title: 'La surveillance précédente ne se termine pas',
    reason:
      'La surveillance d’une configuration précédente ne se termine pas : une nouvelle ne peut donc pas commencer.',
  },
  request_refused: {
    title: 'Microsoft Graph refuse notre demande',
    reason: 'Microsoft Graph a refusé la demande, qu’il considère comme non valide.',
  },
  messages_credentials_refused: {
    title: 'L’interface des SMS refuse notre clé',
    reason: 'L’interface des SMS a refusé notre clé, ou la fonction manque au compte.',
  },
  messages_address_unknown: {
    title: 'L’adresse de l’interface des SMS est fausse',
    reason: 'L’interface des SMS ne connaît pas l’adresse que le service interroge.',
  },
  message_refused: { title: 'Un SMS a été refusé', reason: 'L’interface des SMS a refusé le SMS.' },
  email_refused: {
    title: 'Un e-mail a été refusé',
    reason: 'Le serveur de messagerie a refusé l’e-mail.',
  },
  smtp_credentials_refused: {
    title: 'Le serveur de messagerie refuse notre connexion',
    reason: 'Le serveur de messagerie a refusé l’utilisateur ou le mot de passe.',
  },
  smtp_without_tls: {
    title: 'Le serveur de messagerie ne propose pas TLS',
    reason: 'Le serveur de messagerie ne propose pas TLS, rien ne lui est donc envoyé.',
  },
};
