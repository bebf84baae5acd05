# Suivre, répondre et revenir depuis un autre serveur.
follow-title = Suivre depuis son serveur
follow-name = Suivre { $name }
follow-reply-title = Répondre depuis son serveur
follow-from-mastodon = Suivre depuis Mastodon
follow-explain = Suivez « { $name } » depuis votre compte Mastodon, Pixelfed, Mobilizon ou autre, sans en créer ici.
follow-your-account = Votre compte ou votre serveur
follow-placeholder = @moi@serveur
follow-account-hint = Par exemple @lea@serveur.example, ou seulement serveur.example
follow-go = Aller sur mon serveur
follow-address-label = Ou cherchez cette adresse
follow-copy = Copier
follow-copied = Copié
follow-by-hand = À la main
follow-by-hand-text = Collez cette adresse dans la recherche de votre application.
follow-what-is = Le fédivers, en deux mots
follow-what-is-text = Des milliers de serveurs indépendants qui se parlent, comme le courrier électronique. Un compte sur l’un d’eux suffit pour suivre un musée, une œuvre, une salle, et pour leur répondre.
follow-or-here = Créer plutôt un compte ici
interact-title = Ouvrir une adresse
interact-found = Vous pouvez suivre ce compte depuis ici.
interact-followed = Vous suivez maintenant { $name }.
interact-requested = La demande est partie. { $name } doit encore l’accepter.
interact-not-found = Rien n’a été trouvé à cette adresse.
interact-refused = Ce compte ne peut pas être suivi depuis ici.
interact-follow = Suivre
interact-see = Voir la page

# L’équipe
fediverse-mode-open = Ouverte à tous les serveurs
fediverse-mode-allow-list = Serveurs choisis seulement
fediverse-change-mode = Changer
fediverse-figure-peers = { $count ->
    [one] serveur connu
   *[other] serveurs connus
}
fediverse-figure-queue = { $count ->
    [one] envoi en attente
   *[other] envois en attente
}
fediverse-server = Serveur
fediverse-reason = Raison
fediverse-tries = Essais
fediverse-waiting = En attente
fediverse-next-try = Prochain essai
fediverse-retry = Réessayer maintenant
fediverse-retry-all = Tout réessayer maintenant
fediverse-no-failure = Tout part normalement.
fediverse-peers = Serveurs
fediverse-people = Personnes
fediverse-last-in = Dernière réception
fediverse-last-out = Dernier envoi
fediverse-state-ok = Tout va bien
fediverse-state-slow = Lent
fediverse-state-failing = En échec
fediverse-state-gone = Disparu
fediverse-state-blocked = Bloqué
fediverse-state-allowed = Autorisé
fediverse-no-peers = Aucun autre serveur ne s’est encore présenté.
fediverse-no-peers-teach = Suivez le lieu depuis un compte Mastodon : ce sera le premier de la liste.
fediverse-rules = Blocages et autorisations
fediverse-rule-block = Bloqué
fediverse-rule-allow = Autorisé
fediverse-rule-lift = Lever
fediverse-no-rules = Aucune règle pour le moment.
fediverse-rule-new = Ajouter une règle
fediverse-domain = Nom de domaine
fediverse-domain-hint = Par exemple serveur.example. Les sous-domaines suivent.
fediverse-rule-kind = Que faire ?
fediverse-rule-block-label = Bloquer
fediverse-rule-block-hint = Plus rien n’en vient ni n’y part ; ce qui en est venu est masqué.
fediverse-rule-allow-label = Autoriser
fediverse-rule-allow-hint = Utile quand la fédération est réservée à des serveurs choisis.
fediverse-rule-add = Ajouter la règle
