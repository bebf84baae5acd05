# Qui suit le lieu et ses membres.
follows-title = Abonnements
follows-tab-accepted = Acceptés
follows-tab-pending = En attente
follows-count = { $count ->
    [one] { $count } abonnement
   *[other] { $count } abonnements
}
follows-who = Qui
follows-whom = Suit
follows-since = Depuis le
follows-accept = Accepter
follows-remove = Retirer
follows-remove-confirm = Retirer { $name } ? Cette personne pourra demander à nouveau.
follows-none = Personne pour l’instant.
follows-none-teach = L’adresse du lieu, donnée sur chaque cartel, suffit pour le suivre depuis Mastodon et le reste du fédivers.
follows-said-accepted = L’abonnement est accepté.
follows-said-removed = L’abonnement est retiré.
