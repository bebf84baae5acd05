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
accounts-email-hint = Jamais montrée. Elle sert à confirmer le compte et à retrouver l’accès.
accounts-password-hint = Au moins dix caractères. Une courte phrase convient très bien.
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
accounts-data-explain = Tout ce que vous avez publié vous appartient. Vous pouvez l’emporter, ou fermer votre compte.
accounts-export = Télécharger mes données
accounts-close-account = Fermer mon compte
accounts-close-confirm = Fermer ce compte ? Vos mots seront retirés ici, et les autres serveurs seront priés de faire de même.

# L’équipe
accounts-see-profile-of = Voir le profil
accounts-staff-new = Nouveau compte
accounts-staff-new-hint = Un lien pour choisir son mot de passe partira à cette adresse.
accounts-staff-invite = Créer une invitation
accounts-staff-invitation = Lien d’invitation, valable une fois et sept jours
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
accounts-staff-unconfirmed = À confirmer
accounts-staff-none = Aucun compte ne répond à ces critères.
accounts-staff-access = Accès
accounts-staff-reset = Envoyer un lien de nouveau mot de passe
accounts-staff-suspend = Suspendre le compte
accounts-staff-suspend-confirm = Suspendre ce compte ? Ses sessions seront fermées.
accounts-staff-restore = Rétablir le compte
