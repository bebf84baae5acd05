# Les personnes et leur compte.
accounts-since = ici depuis { $date }
accounts-traces = { $count ->
    [0] aucun mot
    [one] { $count } mot
   *[other] { $count } mots
}
accounts-followers = { $count ->
    [0] pas encore d’abonnement
    [one] { $count } personne suit ce compte
   *[other] { $count } personnes suivent ce compte
}
accounts-suspended = Ce compte est suspendu.
accounts-edit-profile = Modifier mon profil
accounts-moderate = Modérer ce compte
accounts-said = Ses mots
accounts-nothing-yet = Rien d’écrit ici pour le moment.
accounts-sign-in-title = Se connecter
accounts-login = Identifiant ou adresse électronique
accounts-password = Mot de passe
accounts-sign-in-go = Se connecter
accounts-no-account = Pas encore de compte ?
accounts-have-fediverse = Déjà sur Mastodon ou ailleurs dans le fédivers ?
accounts-have-fediverse-text = Aucun compte n’est nécessaire ici. Suivez le lieu et répondez depuis chez vous : vos mots apparaîtront sous les œuvres.
accounts-have-fediverse-go = Continuer depuis mon serveur
accounts-sign-up-title = Créer un compte
accounts-sign-up-intro = Un nom, une adresse, et vous pourrez écrire sous les œuvres de { $venue }.
accounts-sign-up-closed = Les inscriptions sont fermées.
accounts-sign-up-closed-teach = Avec un compte sur Mastodon ou un autre serveur du fédivers, vous pouvez tout de même participer.
accounts-sign-up-go = Créer mon compte
accounts-already = Vous avez déjà un compte ?
accounts-name = Nom affiché
accounts-name-hint = Un prénom ou un surnom suffit.
accounts-handle = Identifiant
accounts-handle-hint = Lettres sans accent, chiffres et tirets bas. Votre adresse sera @identifiant@{ $domain }
accounts-email = Adresse électronique
accounts-email-hint = Jamais montrée. Elle sert à se connecter.
accounts-password-hint = Au moins douze caractères. Une courte phrase convient très bien.
accounts-password-optional-hint = Sans mot de passe, un code vous est envoyé à chaque connexion. Sinon, au moins douze caractères : une courte phrase convient très bien.
accounts-agree = J’accepte
accounts-rules = les règles du lieu
accounts-account-title = Mon compte
accounts-see-profile = Voir mon profil
accounts-profile = Profil
accounts-bio = Présentation
accounts-bio-hint = Quelques lignes, visibles de tout le monde.
accounts-avatar = Portrait
accounts-avatar-hint = JPEG, PNG ou WebP, 4 Mo au plus.
accounts-lang = Langue de l’interface
accounts-discoverable = Mon profil peut apparaître dans les listes
accounts-discoverable-hint = Sinon, seules vos publications mènent à lui.
accounts-password-current = Mot de passe actuel
accounts-password-new = Nouveau mot de passe
accounts-password-change = Changer le mot de passe
accounts-sessions = Appareils connectés
accounts-sessions-explain = Un appareil que vous ne reconnaissez pas ? Fermez sa session, puis changez de mot de passe.
accounts-session-current = cet appareil
accounts-session-seen = Vu { $when }
accounts-session-close = Fermer la session
accounts-sessions-close-others = Fermer toutes les autres sessions
accounts-data = Mes données
accounts-data-explain = Tout ce que vous avez publié vous appartient. Vous pouvez retirer vos mots un à un, ou fermer votre compte.
accounts-close-account = Fermer mon compte

# L’équipe
accounts-see-profile-of = Voir le profil
accounts-staff-new = Nouveau compte
accounts-staff-filters = Filtrer les comptes
accounts-staff-search = Nom ou adresse
accounts-staff-role = Rôle
accounts-staff-count = { $count ->
    [one] { $count } compte
   *[other] { $count } comptes
}
accounts-staff-last-seen = Dernier passage
accounts-staff-active = Actif
accounts-staff-suspended = Suspendu
accounts-staff-none = Aucun compte ne répond à ces critères.
accounts-staff-access = Accès
accounts-staff-suspend = Suspendre le compte
accounts-staff-suspend-confirm = Suspendre ce compte ? Ses sessions seront fermées.
accounts-staff-restore = Rétablir le compte
accounts-staff-handle-hint = Lettres sans accent, chiffres et tirets bas. Il ne changera plus.
accounts-staff-password = Premier mot de passe
accounts-staff-password-hint = Au moins douze caractères. Transmettez-le de vive voix, et invitez la personne à le changer dès sa première connexion.
accounts-staff-end-sessions = Fermer toutes ses sessions
accounts-staff-created = Le compte @{ $handle } est créé.
accounts-staff-saved = Le compte est enregistré.
accounts-staff-suspended-now = Le compte est suspendu, ses sessions sont fermées.
accounts-staff-restored = Le compte est rétabli.
accounts-staff-sessions-ended = Toutes les sessions de ce compte sont fermées.
accounts-role-member = Membre
accounts-role-member-hint = Participe, sans accès à l’équipe.
accounts-role-mediator = Médiation
accounts-role-mediator-hint = S’occupe des œuvres, des lieux et des mots.
accounts-role-moderator = Modération
accounts-role-moderator-hint = Décide aussi des personnes et des serveurs bloqués.
accounts-role-admin = Administration
accounts-role-admin-hint = Règle aussi le lieu et les comptes.

# Ce que l’on répond aux formulaires
accounts-sign-in-needed = Cette page est liée à un compte.
accounts-signed-up = Si cette adresse n’avait pas encore de compte, il est prêt : connectez-vous avec votre mot de passe. Si elle en avait un, rien n’y a changé.
accounts-profile-saved = Votre profil est enregistré.
accounts-password-changed = Le mot de passe est changé. Les autres appareils sont déconnectés et plus aucun ne reçoit de notifications.
accounts-session-closed = La session est fermée.
accounts-sessions-closed = Les autres sessions sont fermées et plus aucun appareil ne reçoit de notifications.
accounts-avatar-remove = Enlever ce portrait
accounts-close-explain = Votre profil, votre adresse électronique et votre mot de passe sont effacés tout de suite. Vos mots sont retirés ici, et les autres serveurs sont priés de faire de même.
accounts-close-for-good = C’est définitif, et votre identifiant ne sera redonné à personne.
accounts-close-password-hint = Pour être sûr que c’est bien vous.
accounts-elsewhere = Cette personne écrit depuis un autre serveur du fédivers.
accounts-elsewhere-go = Voir son profil chez elle
accounts-said-here = Ses mots ici
accounts-error-email = Cette adresse ne ressemble pas à une adresse électronique.
accounts-error-email-taken = Cette adresse a déjà un compte.
accounts-error-handle = De 2 à 30 lettres sans accent, chiffres ou tirets bas.
accounts-error-handle-taken = Cet identifiant est déjà pris.
accounts-error-handle-reserved = Cet identifiant est réservé au lieu.
accounts-error-password-short = Il faut au moins douze caractères.
accounts-error-password-long = Pas plus de 128 caractères.
accounts-error-password-simple = Trop facile à deviner : variez les caractères.
accounts-error-password-wrong = Ce n’est pas votre mot de passe actuel.
accounts-error-agree = L’accord avec les règles du lieu est nécessaire.
accounts-error-name-missing = Il manque un nom.
accounts-error-name-long = Pas plus de 80 caractères.
accounts-error-bio-long = Pas plus de 500 caractères.
accounts-error-sign-in = L’identifiant et le mot de passe ne vont pas ensemble.
accounts-error-last-admin = C’est le seul compte qui administre le lieu : confiez d’abord ce rôle à un autre compte.
accounts-notices = Messages de l’équipe
accounts-notice-from = L’équipe du lieu
accounts-notice-about = au sujet de
accounts-notice-read = J’ai lu

# Les lettres pour se connecter
accounts-address-title = Adresse électronique
accounts-address-explain = Une lettre part à la nouvelle adresse. Rien ne change tant que vous n’avez pas ouvert son lien ; l’ancienne adresse sera prévenue.
accounts-address-field = Nouvelle adresse
accounts-address-ask = Envoyer la lettre
accounts-address-sent = Une lettre part à { $email }. Son lien vaut un jour.
accounts-address-confirm = Prendre cette adresse
accounts-address-confirm-intro = Vous connecter désormais avec { $email } ?
accounts-address-done = C’est fait : votre nouvelle adresse est en place.
accounts-address-expired-teach = Un lien vaut un jour et une seule fois. Demandez-en un autre.
accounts-address-new-subject = Votre nouvelle adresse pour { $venue }
accounts-address-new-letter = Vous avez demandé à vous connecter à { $venue } avec cette adresse. Ouvrez ce lien dans le navigateur où vous êtes en session. Il vaut un jour.
accounts-address-new-closing = Vous n’avez rien demandé ? Ne faites rien : sans ce lien, rien ne change.
accounts-address-taken-subject = Cette adresse a déjà un compte à { $venue }
accounts-address-taken-letter = Une personne a voulu se servir de cette adresse pour un autre compte à { $venue }. Elle en a déjà un : connectez-vous avec elle, ou fermez ce compte pour la libérer.
accounts-address-taken-closing = Ce n’est pas vous ? Ne faites rien : rien n’a changé, et personne n’a appris que cette adresse a un compte.
accounts-address-changed-subject = Votre adresse pour { $venue } a changé
accounts-address-changed-letter = Votre compte à { $venue } a désormais une autre adresse. Celle-ci n’y donne plus accès.
accounts-address-changed-closing = Ce n’est pas vous ? Écrivez à l’équipe du lieu sans attendre.
accounts-letter-instead = Recevoir un code par courriel, ou remplacer un mot de passe oublié
accounts-letter-title = Se connecter par courriel
accounts-letter-intro = Indiquez votre adresse : si un compte y est lié, un code à six chiffres y arrive dans la minute.
accounts-letter-ask = Recevoir un code
accounts-letter-again = Recevoir un autre code
accounts-letter-password-instead = Se connecter avec un mot de passe
accounts-code-title = Votre code
accounts-code-intro = Si un compte est lié à cette adresse, un courriel vient de partir. Il contient un code à six chiffres.
accounts-code = Code
accounts-code-hint = Six chiffres, valables un quart d’heure. Pensez à regarder parmi les indésirables.
accounts-error-code = Ce code n’est pas le bon, ou il ne vaut plus. Après trois essais, demandez-en un autre.
accounts-link-intro = Un geste encore, et la session s’ouvre sur cet appareil.
accounts-link-expired = Ce lien ne vaut plus.
accounts-link-expired-teach = Un lien sert une seule fois, pendant un quart d’heure.
accounts-letter-subject = { $code } est votre code pour { $venue }
accounts-letter-code = Voici le code pour vous connecter à { $venue }. Il vaut un quart d’heure, sur l’appareil qui l’a demandé.
accounts-letter-open = Se connecter sur un autre appareil
accounts-letter-closing = Vous n’avez rien demandé ? Ne faites rien : sans ce code, personne n’entre. Ne le donnez à personne, pas même à l’équipe.

# Ce que l’on montre de soi
accounts-spoken = Langues parlées
accounts-spoken-hint = Français, LSF, anglais… comme il vous plaît.
accounts-speaks = Parle { $languages }
accounts-fields = Quelques lignes de plus
accounts-fields-hint = Un intitulé et sa valeur : un site, un atelier, un accord de politesse.
accounts-field-name = Intitulé { $n }
accounts-field-value = Valeur { $n }
accounts-openness = Ce qui se voit
accounts-lists-traces = Mes mots sont réunis sur mon profil
accounts-lists-traces-hint = Sinon, on ne les trouve que sous les œuvres et les lieux.
accounts-shows-follows = On peut voir les comptes que je suis
accounts-approves-followers = J’accepte moi-même qui me suit
accounts-approves-followers-hint = Les demandes vous attendent parmi vos relations.
accounts-not-listed = Cette personne ne réunit pas ses mots ici.
accounts-error-field-half = Il faut un intitulé et une valeur, ou ni l’un ni l’autre.
accounts-error-field-long = Quatre lignes au plus, de 255 caractères au plus.
accounts-error-spoken-long = Pas plus de 100 caractères.

# Les accès
accounts-ways = Autres façons de se connecter
accounts-ways-explain = Un compte Mastodon peut ouvrir la porte à la place du mot de passe.
accounts-password-none = Ce compte n’a pas de mot de passe.
accounts-password-choose = Choisir un mot de passe
accounts-prove-first = Avant d’aller plus loin, montrez encore une fois que c’est bien vous.
accounts-prove-go = Me reconnecter
