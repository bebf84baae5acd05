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
