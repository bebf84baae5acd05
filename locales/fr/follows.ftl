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

# Suivre des œuvres et des lieux, un par un.
follows-follow = Suivre
follows-unfollow = Ne plus suivre
follows-subject-followed = C’est noté, vous serez au courant.
follows-subject-left = Vous ne suivez plus.
follows-subjects-title = Ce que vous suivez
follows-subjects-count = { $count ->
    [one] { $count } œuvre ou lieu
   *[other] { $count } œuvres et lieux
}
follows-subjects-since = Depuis le { $date }
follows-subjects-none = Vous ne suivez encore aucune œuvre, aucun lieu.
follows-subjects-none-teach = Sur la page d’une œuvre ou d’un lieu, le bouton « Suivre » vous tient au courant de ce qui s’y dit.
