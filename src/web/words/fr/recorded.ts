import type { RecordedIn } from '../recorded.js';

const AGAIN = 'Recommencez le test ; si cela persiste, ';
const CHANGED_BETWEEN = `${AGAIN}quelque chose modifie ce qui est envoyé entre Entra ID et ici.`;
const FROM_ITS_PAGE = 'Recommencez le test depuis sa page, et non depuis My Apps.';
const OWN_TENANT = 'Connectez-vous avec un compte de votre propre locataire.';
const LATER = 'Attendez quelques minutes, puis réessayez.';
const CERTIFICATE =
  'Recommencez l’étape du certificat, ou ajoutez et activez un certificat de signature SAML dans le portail.';
const CONSENT =
  'Demandez à une personne ayant le rôle « Administrateur de rôle privilégié » ou « Administrateur général » du locataire de donner son consentement';
const MANAGED_DEVICE =
  'Connectez-vous sur un appareil géré par votre organisation, ou excluez l’application de la stratégie.';
const COMPARE_TENANT = 'Comparez le locataire avec le bon.';

export const recorded: RecordedIn = {
  permissions: {
    'Application.ReadWrite.OwnedBy': {
      reason: 'créer et configurer la seule application d’entreprise qui lui appartient',
      limit: 'ne peut pas modifier une application qu’elle n’a pas créée',
    },
    'Application.Read.All': {
      reason: 'relire cette application et lister qui y est attribué',
      limit: 'ne peut modifier aucune application',
    },
    'Policy.Read.All': {
      reason: 'lire la stratégie de revendications que l’application utilise',
      limit: 'ne peut modifier aucune stratégie',
    },
    'Policy.ReadWrite.ApplicationConfiguration': {
      reason: 'créer la stratégie de revendications de l’application',
      limit:
        'ne peut modifier ni l’accès conditionnel, ni la manière dont vos utilisateurs prouvent leur identité',
    },
    'User.ReadBasic.All': {
      reason: 'trouver les utilisateurs que vous choisissez',
      limit: 'ne peut lire d’un utilisateur que son nom et son adresse, et n’en modifier aucun',
    },
    'GroupMember.Read.All': {
      reason: 'trouver les groupes que vous choisissez',
      limit: 'ne peut modifier ni un groupe, ni ses membres',
    },
    'AuditLog.Read.All': {
      reason:
        'voir dans le journal des connexions que votre premier utilisateur s’est connecté, et qui a modifié un paramètre de l’application',
      limit: 'ne peut rien modifier ; elle pourrait aussi lire d’autres connexions et modifications',
    },
    'Directory.Read.All': {
      reason: 'lire ce journal : Microsoft demande les deux',
      limit: 'ne peut rien modifier ; elle pourrait lire tout votre annuaire',
    },
    'AppRoleAssignment.ReadWrite.All': {
      reason: 'attribuer à l’application les utilisateurs et les groupes que vous choisissez',
    },
  },
  findings: {
    name_id_source: { message: 'Le NameID est {nameId}, et non {wanted} ({name}) comme convenu.' },
    name_id_format: { message: 'Le NameID a le format {found} ; le format convenu est {format}.' },
    name_id_not_address: {
      message:
        'Le NameID « {nameId} » n’est pas une adresse e-mail, par laquelle le Hub reconnaît ses utilisateurs.',
      remedy:
        'Donnez à la personne, dans Microsoft Entra ID > « Utilisateurs », une valeur qui soit une adresse e-mail ({name}). {where}',
    },
    guest: {
      message:
        '{nameId} est un invité dans ce locataire : le Hub reçoit ce nom, et non l’adresse de l’invité.',
      remedy:
        'Laissez les invités se connecter avec leur propre organisation, faites remplir le NameID à partir de l’adresse e-mail (nameId de la demande), ou créez la personne dans le Hub sous ce nom.',
    },
    domains_differ: {
      message: 'Le NameID {nameId} et l’adresse e-mail {mail} sont dans des domaines différents.',
      remedy: 'Indiquez les deux domaines dans le Hub, ou modifiez la personne pour que les deux concordent.',
    },
    domain_not_listed: {
      message: 'Le domaine de {address} ({what}) ne figure pas dans la liste du Hub ({domains}).',
      remedy:
        'Ajoutez {domain} aux domaines de messagerie dans les paramètres d’authentification unique du Hub, s’il vous appartient.',
    },
    mail_empty: {
      message: '{nameId} n’a pas d’adresse e-mail dans Entra ID : la revendication {claim} manque donc.',
      remedy:
        'Saisissez l’adresse e-mail de la personne dans Entra ID (informations de contact), ou donnez à la revendication user.userprincipalname comme source dans la demande.',
      remedyOfDefaults:
        'Saisissez l’adresse e-mail de la personne dans Entra ID (informations de contact), ou donnez à la revendication user.userprincipalname comme source dans « Authentification unique » > « Attributs et revendications ».',
    },
    claim_missing: {
      message:
        '{nameId} n’a pas de valeur pour {attribute} dans Entra ID : la revendication {claim} manque donc.',
      remedy: 'Saisissez-la dans les propriétés de la personne dans Entra ID, si le Hub doit la connaître.',
    },
    role_missing: {
      message: '{nameId} arrive sans rôle, alors que l’application propose {roles}.',
      remedy:
        'Attribuez un rôle, dans « Utilisateurs et groupes », à la personne ou à un groupe dont elle est membre direct.',
    },
    role_unknown: {
      message: '{nameId} arrive avec un rôle qui n’a pas été convenu : {roles}.',
      remedy: 'Attribuez plutôt l’un des rôles convenus, dans « Utilisateurs et groupes ».',
    },
    several_roles: {
      message: '{nameId} arrive avec plusieurs rôles : {roles}.',
      remedy: 'Attribuez un seul rôle, car on ne sait pas lequel compte.',
    },
    unknown_error: {
      message: 'Entra ID a refusé la connexion avec AADSTS{digits}.',
      remedy: 'Voyez ce que cela signifie sur https://login.microsoftonline.com/error?code={digits}',
    },
    other_certificate: {
      message: 'Entra ID a signé avec un autre certificat que le certificat actif.',
      remedy:
        'Testez à nouveau dans quelques minutes ; si cela persiste, voyez quel certificat est actif dans « Certificat de signature SAML ».',
    },
    refused: { message: 'Non respecté : {rule}. {detail}' },
  },
  ruleRemedies: {
    size: 'Attribuez moins de groupes à la personne, ou retirez les revendications de groupe du jeton.',
    document: CHANGED_BETWEEN,
    status: 'Cherchez l’erreur dans les journaux de connexion du locataire.',
    assertion: 'Désactivez le chiffrement des jetons pour l’application, puis recommencez le test.',
    algorithms:
      'Dans « Certificat de signature SAML », réglez l’option de signature sur « Sign SAML assertion » et l’algorithme de signature sur SHA-256.',
    signature:
      'Recommencez les étapes du certificat et des métadonnées, puis transmettez les nouvelles métadonnées au Hub.',
    issuer: OWN_TENANT,
    audience:
      'Comparez « Identificateur (ID d’entité) » dans la configuration SAML de base avec ce qui a été convenu.',
    recipient: FROM_ITS_PAGE,
    destination: FROM_ITS_PAGE,
    request:
      'Recommencez le test depuis sa page : chaque démarrage vaut pour une connexion, pendant une heure.',
    time: `${AGAIN}l’horloge de cette machine est fausse.`,
    subject: 'Veillez à ce que le NameID soit rempli pour cette personne. Valeur prévue : {name}. {where}',
  },
  causeRemedies: {
    signing_option:
      'Dans « Certificat de signature SAML », réglez l’option de signature sur « Sign SAML assertion » ou « Sign SAML response and assertion », puis recommencez le test.',
    issuers_differ: CHANGED_BETWEEN,
    session_over:
      'Déconnectez-vous de Microsoft, ou ouvrez une nouvelle fenêtre privée, puis recommencez le test.',
  },
  whereClaimsAre: {
    defaults:
      'Ou choisissez un autre identificateur d’utilisateur unique dans « Authentification unique » > « Attributs et revendications » ; si cette page est verrouillée, retirez la stratégie de mappage de revendications avec Microsoft Graph ou PowerShell.',
    policy:
      'Une modification de la stratégie de revendications met quelques minutes à prendre effet : testez à nouveau. Si une autre stratégie est attribuée, mettez la nôtre à sa place avec Microsoft Graph ou PowerShell.',
  },
  rules: {
    size: 'La réponse n’est pas trop volumineuse',
    document: 'La réponse est une réponse SAML bien formée, sans rien de caché',
    status: 'Entra ID a connecté la personne',
    assertion: 'Elle contient exactement une assertion, non chiffrée',
    algorithms: 'Elle est signée avec RSA et SHA-256 ou mieux',
    signature: 'La signature vient d’un certificat présent dans les métadonnées',
    issuer: 'L’émetteur est le locataire du client',
    audience: 'Le public visé est le fournisseur de services',
    recipient: 'Le destinataire est l’adresse qui a fait la demande',
    destination: 'La destination est l’adresse qui a fait la demande',
    request: 'Elle répond à la demande envoyée, à laquelle personne n’a encore répondu',
    time: 'Elle est valable maintenant',
    subject: 'Elle nomme la personne',
  },
  errors: {
    50003: { message: 'L’application n’a pas de clé de signature.', remedy: CERTIFICATE },
    50011: {
      message: 'L’URL de réponse de la demande ne fait pas partie de celles de l’application.',
      remedy:
        'Recommencez le test depuis son lien ; si cela persiste, comparez les URL de réponse dans la configuration SAML de base.',
    },
    50020: {
      message: 'La personne appartient à une autre organisation et n’est pas invitée dans ce locataire.',
      remedy: OWN_TENANT,
    },
    50034: { message: 'La personne n’existe pas dans ce locataire.', remedy: OWN_TENANT },
    50053: {
      message: 'Le compte est verrouillé après trop de mots de passe erronés.',
      remedy: 'Attendez, faites-le déverrouiller par l’administration, ou testez avec une autre personne.',
    },
    50057: {
      message: 'Le compte est désactivé.',
      remedy: 'Activez-le dans Entra ID, ou testez avec une autre personne.',
    },
    50076: {
      message: 'La personne doit effectuer l’authentification multifacteur.',
      remedy: 'Recommencez le test et effectuez-la quand elle vous est demandée.',
    },
    50105: {
      message: 'L’application n’est pas attribuée à cette personne.',
      remedy:
        'Attribuez-la, dans « Utilisateurs et groupes », à la personne ou à un groupe dont elle est membre direct ; les groupes imbriqués ne comptent pas.',
    },
    50126: {
      message: 'Le nom d’utilisateur ou le mot de passe est erroné.',
      remedy: 'Réessayez, ou réinitialisez le mot de passe.',
    },
    50146: {
      message: 'L’application a besoin de sa propre clé de signature et n’en a pas de valable.',
      remedy: CERTIFICATE,
    },
    501241: {
      message: 'L’attribut qui remplit le NameID est vide pour cette personne.',
      remedy:
        'Saisissez-le dans les propriétés de la personne dans Entra ID, ou choisissez une autre source pour le NameID.',
    },
    53003: {
      message: 'Une stratégie d’accès conditionnel bloque la connexion.',
      remedy:
        'Faites vérifier par l’administration « Journaux de connexion » > « Accès conditionnel », puis exclure ou respecter la stratégie pour cette application.',
    },
    650056: {
      message:
        'L’application est mal configurée : SAML n’est pas sa méthode de connexion, ou l’identificateur est différent.',
      remedy:
        'Recommencez les étapes samlMode et samlSettings, ou comparez la configuration SAML de base avec ce qui a été convenu.',
    },
    700016: {
      message: 'Aucune application avec cet identificateur ne se trouve dans le locataire.',
      remedy:
        'Comparez « Identificateur (ID d’entité) » dans la configuration SAML de base avec ce qui a été convenu, et le locataire avec le bon.',
    },
    75005: {
      message: 'Entra ID ne comprend pas la demande.',
      remedy:
        'Recommencez le test depuis son lien ; si cela persiste, signalez-le-nous avec l’ID de corrélation.',
    },
    75011: {
      message:
        'La personne ne s’est pas connectée de la manière que la demande exige (contexte d’authentification).',
      remedy:
        'Connectez-vous dans une nouvelle fenêtre privée ; le Hub ne doit pas exiger de contexte particulier.',
    },
    750054: {
      message: 'La demande ne contenait pas de SAMLRequest.',
      remedy: 'Recommencez le test depuis son lien, et non depuis un favori de la page de connexion.',
    },
    76021: {
      message: 'L’application n’accepte que des demandes signées.',
      remedy:
        'Désactivez « Require verification certificates » dans « Certificat de signature SAML » : personne ne signe de demandes ici.',
    },
    7000112: {
      message: 'L’application est désactivée.',
      remedy: 'Réglez « Enabled for users to sign-in? » sur « Oui » dans ses « Propriétés ».',
    },
    90002: { message: 'Le locataire est introuvable.', remedy: COMPARE_TENANT },
    16000: {
      message:
        'Le navigateur est connecté avec un compte que ce locataire ne connaît pas, ou avec plusieurs.',
      remedy: 'Connectez-vous dans une nouvelle fenêtre privée.',
    },
    50055: {
      message: 'Le mot de passe du compte a expiré.',
      remedy: 'Définissez un nouveau mot de passe chez Microsoft, puis connectez-vous à nouveau.',
    },
    50074: {
      message: 'La personne doit effectuer l’authentification multifacteur.',
      remedy: 'Recommencez et effectuez-la quand elle vous est demandée.',
    },
    50079: {
      message: 'La personne doit d’abord configurer l’authentification multifacteur.',
      remedy: 'Connectez-vous une fois sur https://aka.ms/mfasetup, puis recommencez.',
    },
    50196: {
      message: 'Entra ID a reçu trop de demandes identiques en peu de temps.',
      remedy: LATER,
    },
    53000: {
      message: 'Une stratégie d’accès conditionnel exige un appareil conforme.',
      remedy: MANAGED_DEVICE,
    },
    53001: {
      message: 'Une stratégie d’accès conditionnel exige un appareil joint au domaine.',
      remedy: MANAGED_DEVICE,
    },
    65001: {
      message:
        'Le locataire n’a pas donné son consentement à l’application, ou le consentement a été révoqué.',
      remedy: `${CONSENT} à nouveau.`,
    },
    65004: {
      message: 'Le consentement a été refusé, ou la fenêtre a été fermée.',
      remedy:
        'Ouvrez à nouveau la page de consentement et choisissez « Accepter » ; elle indique à quoi sert chaque autorisation.',
    },
    70002: {
      message: 'Entra ID a refusé les propres informations d’identification du service.',
      remedy: 'Corrigez le secret, le certificat ou le jeton fédéré de l’application du service.',
    },
    700024: {
      message: 'L’assertion de client du service est hors de sa période de validité.',
      remedy: 'Réglez l’horloge de la machine sur laquelle le service fonctionne (NTP), puis réessayez.',
    },
    700027: {
      message: 'Entra ID ne peut pas vérifier la signature de l’assertion de client du service.',
      remedy:
        'Inscrivez le certificat auprès de l’application du service, ou donnez au service celui qui est inscrit.',
    },
    7000215: {
      message: 'Le secret client du service est erroné.',
      remedy: 'Donnez au service la valeur d’un secret de son application, et non l’ID du secret.',
    },
    7000222: {
      message: 'Le secret client ou le certificat du service a expiré.',
      remedy: 'Ajoutez-en un nouveau à l’application du service, et donnez-le au service.',
    },
    7000229: {
      message:
        'Le service n’a pas de principal de service dans le locataire : personne n’y a encore donné son consentement.',
      remedy: `${CONSENT}.`,
    },
    75008: {
      message: 'La demande a une Destination qui n’est pas l’adresse d’Entra ID.',
      remedy:
        'Comparez l’adresse de connexion chez le fournisseur de services avec l’URL de connexion de l’application.',
    },
    750161: {
      message: 'La demande exige un format de NameID qu’Entra ID ne propose pas.',
      remedy:
        'Le fournisseur de services ne doit demander aucune NameIDPolicy, ou le format emailAddress ou unspecified.',
    },
    900023: {
      message: 'Le locataire est introuvable : ce qui le désigne n’est ni un ID ni un domaine.',
      remedy: COMPARE_TENANT,
    },
    90033: { message: 'Entra ID est temporairement indisponible.', remedy: LATER },
    90038: {
      message: 'Le locataire se trouve dans un autre cloud Microsoft.',
      remedy: 'Utilisez l’adresse de connexion du cloud du locataire.',
    },
  },
  principals: {
    refused: 'ne peut pas être recherché : Microsoft Graph refuse ce nom',
    unknown: 'n’est pas dans le locataire',
    unfindable:
      'n’est pas un nom d’utilisateur principal du locataire, et nos autorisations n’y trouvent pas les utilisateurs par adresse e-mail : indiquez le nom d’utilisateur principal',
    guest: 'est un invité, dont le nom et l’adresse appartiennent à une autre organisation',
    manyGroups: 'est le nom de {count} groupes ; utilisez un ID d’objet : {ids}',
    manyUsers: 'est l’adresse de {count} utilisateurs ; utilisez le nom d’utilisateur principal',
    external:
      'vient d’une autre organisation et est peut-être un invité : le Hub reçoit comme NameID le nom d’utilisateur principal avec #EXT#, qui n’est pas l’adresse e-mail',
    externalMember:
      'est un membre externe : le Hub reçoit comme NameID le nom d’utilisateur principal avec #EXT#, qui n’est pas l’adresse e-mail',
    emptyGroup:
      'n’a pas de membres directs qui soient des utilisateurs : personne ne peut se connecter par ce groupe, car les groupes imbriqués ne comptent pas',
  },
  choice: {
    unreadable: 'illisible',
    unknownRole: 'le rôle « {role} » n’existe pas ; choix possibles : {names}',
    noRoles: 'le rôle « {role} » n’existe pas ; aucun n’est proposé : omettez-le',
    roleNeeded: 'un rôle est nécessaire ; choix possibles : {names}',
    twice: 'figure deux fois',
  },
  traps: {
    fields: {
      nameId:
        'Les utilisateurs sont reconnus par cette valeur : {name}, et non par leur nom d’utilisateur principal. Les utilisateurs existants doivent l’avoir comme nom.',
      force:
        'Ne le modifiez que lorsque quelqu’un peut se connecter par SSO, et gardez un accès d’administration dans un domaine qui ne figure pas dans la liste.',
      leave: 'Laissez sur {off} : tant que personne ne s’est connecté par SSO, cela exclurait tout le monde.',
      leaveUntilAsked:
        'Laissez sur {off} : tant que personne ne s’est connecté par SSO, cela exclurait tout le monde. Cela vous sera demandé à la dernière étape, une fois qu’une connexion aura réussi.',
    },
    hub: {
      domains: 'Un domaine ne peut servir qu’une fois par hiérarchie de comptes.',
      xml: 'Collez le XML lui-même, et non l’URL dont il provient.',
      parent: 'Connectez-vous au Hub avec des droits d’administration du compte parent.',
      noMenu:
        'S’il n’y a pas de menu « Single Sign On », demandez au support d’activer la fonction pour le compte.',
      noMail: 'Les revendications ne contiennent pas d’adresse e-mail, dont le Hub a probablement besoin.',
      renewal:
        'Le XML est nouveau et contient tous les certificats. Les autres valeurs restent celles qui ont été convenues.',
    },
    sinch: {
      domain:
        'Chacun doit d’abord être vérifié par un enregistrement DNS TXT à sa racine : sinch-domain-verification=<value>.',
      certificate: 'En entier, avec la première et la dernière ligne.',
      saving: 'L’enregistrement peut mettre jusqu’à 30 secondes à prendre effet.',
      noMenu: 'S’il n’y a pas de menu « SSO Configuration », demandez au support d’activer la fonction.',
      invite: 'Invitez les utilisateurs dans le Hub et donnez-leur leurs rôles à cet endroit.',
      renewal:
        'Le certificat est nouveau ; les autres valeurs restent celles qui ont été convenues. Il n’y a de place que pour un seul : personne ne peut se connecter entre l’enregistrement et votre confirmation ici. Faites les deux à un moment calme.',
    },
  },
  details: {
    assign:
      'Dans « Applications d’entreprise » > « {application} » > « Utilisateurs et groupes », attribuez : {wanted}.',
    assignUser: '{principal} (personne) comme {role}',
    assignGroup: '{principal} (groupe) comme {role}',
    defaultAccess: 'Accès par défaut',
    user: '« {principal} » (personne) {problem}',
    group: '« {principal} » (groupe) {problem}',
    missingPermission: '{permission} : pour {reason}',
    hubEntityId: 'ID d’entité : {issuer}. La bonne valeur est {entityId}.',
    hubReplyUrl: 'URL de réponse : {acsUrl}. La bonne valeur est {replyUrls}.',
    hubAddress:
      'XML des métadonnées : il dirige les connexions vers {address}. Elles doivent aller vers {singleSignOnUrl} : collez à nouveau le XML.',
    application: 'Application {id}',
    servicePrincipal: 'Principal de service {id}',
    ownerToAdd: 'Propriétaire à ajouter : principal de service {id}',
    owner: 'Propriétaire {name} ({id})',
    policy: 'Stratégie « {name} » ({id})',
  },
  preflight: {
    nothingWritten: 'Rien n’a encore été modifié. {found}',
    several: 'Rien n’a encore été modifié. {count} choses dans le locataire font obstacle.',
    licenceUnseen:
      'Ces autorisations ne permettent pas de voir si le locataire dispose d’Entra ID P1, nécessaire pour les groupes.',
    noLicence:
      'Le locataire ne dispose pas de Microsoft Entra ID P1 : les groupes ne peuvent pas être attribués.',
    noLicenceRemedy: 'Choisissez des personnes plutôt que des groupes.',
    identifierPolicyUnread: 'La stratégie relative aux identificateurs ne peut pas être lue.',
    credentialPolicyUnread: 'La stratégie relative aux certificats ne peut pas être lue.',
    identifierForbidden:
      'Une stratégie du locataire interdit cet identificateur (ID d’entité), même aux applications SAML.',
    identifierForbiddenWithExemptions:
      'Une stratégie du locataire interdit cet identificateur (ID d’entité), même aux applications SAML. Elle prévoit des exceptions, qui nous concernent peut-être.',
    exemptSaml:
      'Faites exempter les applications SAML (excludeSaml) dans la stratégie de gestion des applications « identifierUris ».',
    exemptOurs:
      'Faites exempter notre application sous « Applications d’entreprise » > « Application policies » par une personne ayant le rôle « Administrateur d’application cloud ».',
    shortCertificates:
      'Une stratégie du locataire autorise les certificats pour {days} jours au plus : chacun doit être saisi dans le Hub.',
    credentialsRestricted:
      'Une stratégie du locataire restreint les informations d’identification des applications ({names}) et peut empêcher le certificat de signature.',
    identifierUnread: 'Il n’est pas possible de lire si l’identificateur est libre.',
    identifierTaken:
      'L’application « {name} » ({id}) du locataire a déjà l’identificateur (ID d’entité) {identifier}.',
    freeIdentifier:
      'Sous « Applications d’entreprise », trouvez celle qui a cet identificateur. Retirez-le, ou supprimez cette application.',
    nameUnread: 'Il n’est pas possible de lire si le nom est libre.',
    sameName: 'Une autre application s’appelle aussi « {name} » : il est facile de les confondre.',
    sameNameRemedy: 'Elle a l’ID {ids} : renommez-la, ou supprimez-la si elle n’est pas nécessaire.',
    deletedUnread: 'Il n’est pas possible de lire ce qui a été supprimé ces 30 derniers jours.',
  },
  parts: {
    mail: 'adresse e-mail',
    principalName: 'nom d’utilisateur principal',
    none: 'aucun',
    application: 'application',
    servicePrincipal: 'principal de service',
    minimalProfile:
      'Merci d’utiliser le profil minimal : nous attribuons nous-mêmes l’accès aux personnes et aux groupes.',
    warned: '{name} ({warning})',
  },
};
