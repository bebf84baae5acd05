# Les œuvres : liste et cartel.
artworks-title = Œuvres
artworks-filters = Filtrer les œuvres
artworks-search = Titre, artiste, numéro
artworks-artist = Artiste
artworks-place = Lieu
artworks-on-show-only = Exposées en ce moment
artworks-count = { $count ->
    [one] { $count } œuvre
   *[other] { $count } œuvres
}
artworks-none-found = Aucune œuvre ne répond à ces critères.
artworks-none-found-teach = Essayez avec moins de mots, ou un autre lieu.
artworks-empty = Le catalogue est encore vide.
artworks-empty-teach = Les premières œuvres arriveront bientôt.
artworks-not-on-show = Pas en salle actuellement
artworks-not-on-show-long = Cette œuvre n’est pas en salle actuellement.
artworks-echo = { $traces ->
    [0] Personne n’a encore laissé de mot
    [one] Un mot laissé ici
   *[other] { $traces } mots laissés ici
}, { $likes ->
    [0] pas encore de mention « j’aime »
    [one] { $likes } personne aime
   *[other] { $likes } personnes aiment
}, { $boosts ->
    [0] pas encore de partage
    [one] { $boosts } partage
   *[other] { $boosts } partages
}.
artworks-edit = Modifier la fiche
artworks-said-here = Ce qui s’est dit ici
artworks-first-trace = Personne n’a encore écrit devant cette œuvre.
artworks-first-trace-teach = Un détail, un souvenir, une question : la première trace donne envie d’écrire la suivante.
