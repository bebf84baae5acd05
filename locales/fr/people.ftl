# Les personnes et leur compte.
people-since = ici depuis { $date }
people-traces = { $count ->
    [0] aucun mot
    [one] { $count } mot
   *[other] { $count } mots
}
people-followers = { $count ->
    [0] pas encore d’abonnement
    [one] { $count } personne suit ce compte
   *[other] { $count } personnes suivent ce compte
}
people-suspended = Ce compte est suspendu.
people-edit-profile = Modifier mon profil
people-moderate = Modérer ce compte
people-said = Ses mots
people-nothing-yet = Rien d’écrit ici pour le moment.
people-sign-in-title = Se connecter
people-login = Identifiant ou adresse électronique
people-password = Mot de passe
people-sign-in-go = Se connecter
people-no-account = Pas encore de compte ?
people-have-fediverse = Déjà sur Mastodon ou ailleurs dans le fédivers ?
people-have-fediverse-text = Aucun compte n’est nécessaire ici. Suivez le lieu et répondez depuis chez vous : vos mots apparaîtront sous les œuvres.
people-have-fediverse-go = Continuer depuis mon serveur
people-sign-up-title = Créer un compte
people-sign-up-intro = Un nom, une adresse, et vous pourrez écrire sous les œuvres de { $venue }.
people-sign-up-closed = Les inscriptions sont fermées.
people-sign-up-closed-teach = Avec un compte sur Mastodon ou un autre serveur du fédivers, vous pouvez tout de même participer.
people-sign-up-go = Créer mon compte
people-already = Vous avez déjà un compte ?
people-name = Nom affiché
people-name-hint = Un prénom ou un surnom suffit.
people-handle = Identifiant
people-handle-hint = Lettres sans accent, chiffres et tirets bas. Votre adresse sera @identifiant@{ $domain }
people-email = Adresse électronique
people-email-hint = Jamais montrée. Elle sert à confirmer le compte et à retrouver l’accès.
people-password-hint = Au moins dix caractères. Une courte phrase convient très bien.
people-agree = J’accepte
people-rules = les règles du lieu
people-account-title = Mon compte
people-see-profile = Voir mon profil
people-profile = Profil
people-bio = Présentation
people-bio-hint = Quelques lignes, visibles de tout le monde.
people-avatar = Portrait
people-avatar-hint = JPEG, PNG ou WebP, 4 Mo au plus.
people-lang = Langue de l’interface
people-discoverable = Mon profil peut apparaître dans les listes
people-discoverable-hint = Sinon, seules vos publications mènent à lui.
people-password-current = Mot de passe actuel
people-password-new = Nouveau mot de passe
people-password-change = Changer le mot de passe
people-sessions = Appareils connectés
people-sessions-explain = Un appareil que vous ne reconnaissez pas ? Fermez sa session, puis changez de mot de passe.
people-session-current = cet appareil
people-session-seen = Vu { $when }
people-session-close = Fermer la session
people-sessions-close-others = Fermer toutes les autres sessions
people-data = Mes données
people-data-explain = Tout ce que vous avez publié vous appartient. Vous pouvez l’emporter, ou fermer votre compte.
people-export = Télécharger mes données
people-close-account = Fermer mon compte
people-close-confirm = Fermer ce compte ? Vos mots seront retirés ici, et les autres serveurs seront priés de faire de même.
