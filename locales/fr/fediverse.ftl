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

fediverse-mode-closed = Fermée à tous les serveurs
fediverse-why-signature = Il n’accepte pas notre signature ({ $status }).
fediverse-why-refused = Il ne veut rien recevoir d’ici ({ $status }).
fediverse-why-nobody = Cette boîte n’existe plus ({ $status }).
fediverse-why-too-much = Il demande d’attendre ({ $status }).
fediverse-why-trouble = Il est en panne ({ $status }).
fediverse-why-other = Il a refusé l’envoi ({ $status }).
fediverse-why-silent = Il ne répond pas à temps.
fediverse-why-blocked = Le lieu ne parle pas à ce serveur.
fediverse-why-unreachable = Il est injoignable.
fediverse-said-retry = { $count ->
    [0] Rien n’attendait.
    [one] Un envoi repart.
   *[other] { $count } envois repartent.
}
fediverse-said-rule = La règle pour { $domain } est en place.
fediverse-said-lifted = La règle pour { $domain } est levée.
fediverse-error-domain = Écrivez un nom de serveur, par exemple serveur.example.
fediverse-error-own = C’est ce serveur-ci.
fediverse-error-kind = Choisissez bloquer ou autoriser.
fediverse-error-note = La raison est trop longue : 300 caractères au plus.

# Ce qui peut manquer en partant d’ici.
follow-error-handle = Écrivez votre adresse complète, par exemple @lea@serveur.example.
follow-error-nobody = Ce serveur ne connaît pas ce compte.
follow-error-no-way = Ce serveur ne dit pas comment suivre depuis chez lui. Copiez plutôt l’adresse ci-dessous dans sa recherche.
follow-error-silent = Ce serveur ne répond pas. Vérifiez l’adresse ou réessayez plus tard.
follow-error-refused = Ce lieu ne parle pas à ce serveur.
follow-act-title = Aimer, partager ou répondre depuis son serveur : { $name }
