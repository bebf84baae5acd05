# La relecture : une seule file, et son journal.
moderation-tabs = Files
moderation-approve = Publier
moderation-hide = Masquer
moderation-warn = Avertir
moderation-dismiss = Rien à reprocher
moderation-more = Autres mesures
moderation-block-person = Bloquer cette personne
moderation-block-confirm = Bloquer cette personne ? Ses mots seront masqués ici.
moderation-block-domain = Bloquer { $domain }
moderation-block-domain-confirm = Bloquer tout le serveur { $domain } ? Plus rien n’en viendra ni n’y partira.
moderation-reason = Motif
moderation-reason-hint = Gardé dans le journal. La personne le lira si elle reçoit un avertissement.
moderation-reported = { $count ->
    [one] Signalé une fois :
   *[other] Signalé { $count } fois :
}
moderation-outcome = { $action } par { $by }, { $when }
moderation-undo = Annuler
moderation-author = Qui
moderation-known-since = Depuis le
moderation-history = Jusqu’ici
moderation-approved-count = { $count ->
    [one] { $count } mot publié
   *[other] { $count } mots publiés
}
moderation-hidden-count = { $count ->
    [0] aucun masqué
    [one] { $count } masqué
   *[other] { $count } masqués
}
moderation-waiting-since = Reçu
moderation-empty = Rien à relire.
moderation-empty-last = Dernière relecture : { $when }.
moderation-empty-teach = Les mots en attente et les signalements arriveront ici, dans une seule file.
moderation-log-filters = Filtrer le journal
moderation-log-who = Qui
moderation-log-what = Quoi
moderation-log-empty = Le journal est vide.
moderation-log-empty-teach = Chaque geste de l’équipe y sera inscrit, avec son motif.
moderation-tab-pending = En attente
moderation-tab-reports = Signalés
moderation-tab-done = Traités
moderation-said-approve = C’est publié.
moderation-said-hide = C’est masqué.
moderation-said-warn = L’avertissement est noté dans le journal.
moderation-said-dismiss = C’est classé, rien à reprocher.
moderation-said-limit = Ses mots seront relus avant d’être publiés.
moderation-said-block-person = Cette personne est bloquée.
moderation-said-clear = Plus aucune mesure ne vise cette personne.
moderation-said-block-domain = Ce serveur est bloqué.
moderation-already = Quelqu’un s’en était déjà occupé.
moderation-undone = C’est annulé.
moderation-word-approve = Publié
moderation-word-hide = Masqué
moderation-word-warn = Averti
moderation-word-dismiss = Rien à reprocher
moderation-word-limit = Relu d’abord
moderation-word-block-person = Bloqué
moderation-word-clear = Mesure levée
moderation-word-block-domain = Serveur bloqué
moderation-word-undone = { $action } (annulé)
moderation-do-limit = Relire ses mots avant de les publier
moderation-do-clear = Lever la mesure
moderation-do-block-person = Bloquer cette personne
moderation-log-program = Le programme
moderation-log-other = a fait : { $action }, sur { $name }
moderation-log-trace-approve = a publié les mots de { $name }
moderation-log-trace-hide = a masqué les mots de { $name }
moderation-log-trace-warn = a averti { $name }
moderation-log-report-dismiss = a classé un signalement visant { $name }
moderation-log-actor-limit = fait relire les mots de { $name }
moderation-log-actor-block = a bloqué { $name }
moderation-log-actor-clear = a levé la mesure visant { $name }
moderation-log-domain-block = a bloqué le serveur { $name }
moderation-log-domain-allow = a accepté le serveur { $name }
moderation-log-domain-lift = a levé la règle du serveur { $name }
moderation-log-account-create = a créé le compte de { $name }
moderation-log-account-email = a changé l’adresse de { $name }
moderation-log-account-role = a changé le rôle de { $name }
moderation-log-account-suspend = a suspendu le compte de { $name }
moderation-log-account-restore = a rétabli le compte de { $name }
moderation-log-account-sessions = a fermé les sessions de { $name }
moderation-log-place-publish = a ajouté le lieu { $name }
moderation-log-place-revise = a modifié le lieu { $name }
moderation-log-place-withdraw = a retiré le lieu { $name }
moderation-log-artwork-publish = a ajouté l’œuvre { $name }
moderation-log-artwork-revise = a modifié l’œuvre { $name }
moderation-log-artwork-withdraw = a retiré l’œuvre { $name }
moderation-forbidden-staff = On ne peut pas prendre de mesure contre l’équipe ni contre soi-même.
moderation-person-title = Mesures : { $name }
moderation-person-good = Aucune mesure.
moderation-person-limited = Ses mots sont relus avant d’être publiés.
moderation-person-blocked = Cette personne est bloquée : rien d’elle n’arrive ni ne se voit ici.
moderation-person-state = État
moderation-person-profile = Voir son profil
moderation-person-decide = Décider
moderation-person-nothing = Votre rôle ne permet pas d’autre mesure.
moderation-report-title = Signaler ces mots
moderation-report-explain = L’équipe du lieu lira votre signalement. La personne visée ne saura pas qui l’a fait.
moderation-report-reason = Ce qui ne va pas
moderation-report-reason-hint = Une phrase suffit.
moderation-report-forward = Prévenir aussi { $domain }
moderation-report-forward-hint = Sans dire qui signale.
moderation-report-send = Envoyer le signalement
moderation-report-why = Dites en un mot ce qui ne va pas.
moderation-report-long = C’est trop long : 1 000 caractères au plus.
moderation-report-thanks = Merci. L’équipe va regarder.
moderation-nothing-here = Le signalement vise la personne, ou des mots qui ne sont pas ici.
