# Les pages de l’équipe : ce qu’elles partagent, et l’accueil du jour.
staff-nav = Équipe
staff-nav-today = Aujourd’hui
staff-nav-moderation = Modération
staff-nav-accounts = Comptes
staff-nav-federation = Fédération
staff-nav-log = Journal
staff-nav-settings = Réglages
staff-nav-waiting = en attente
staff-nav-failing = en échec
staff-figure-pending = { $count ->
    [one] mot à relire
   *[other] mots à relire
}
staff-figure-traces = { $count ->
    [one] mot cette semaine
   *[other] mots cette semaine
}
staff-figure-followers = { $count ->
    [one] compte vous suit
   *[other] comptes vous suivent
}
staff-figure-failing = { $count ->
    [one] envoi en échec
   *[other] envois en échec
}
staff-first-steps = Premiers pas
staff-waiting = À relire
staff-see-queue = Ouvrir la file
staff-nothing-waiting = Rien n’attend. Tout a été relu.
staff-failing = Envois en échec
staff-see-federation = Voir la fédération
staff-deliveries = { $count ->
    [one] { $count } envoi
   *[other] { $count } envois
}
staff-no-traces = Personne n’a encore écrit.
staff-no-traces-teach = Laissez le premier mot sous une œuvre : un exemple vaut mieux qu’une consigne.
staff-sort = Trier par
staff-sort-updated = Dernière modification
staff-traces = Mots
staff-tick-all = Tout cocher
staff-tick = Cocher { $name }
staff-bulk = Pour les lignes cochées
staff-delete = Supprimer
staff-see = Voir
staff-see-page = Voir la page publique
staff-actions = Actions
