# Les lieux : le bâtiment, ses salles, ses recoins.
places-title = Lieux
places-intro = Du bâtiment jusqu’au banc près de la fenêtre : chaque endroit garde la mémoire de ce qui s’y est dit.
places-artworks = { $count ->
    [0] aucune œuvre
    [one] { $count } œuvre
   *[other] { $count } œuvres
}
places-traces = { $count ->
    [one] { $count } mot
   *[other] { $count } mots
}
places-empty = Aucun lieu n’est encore décrit.
places-empty-teach = L’équipe ajoutera bientôt les salles.
places-edit = Modifier ce lieu
places-inside = À l’intérieur
places-artworks-here = À voir ici
places-all-artworks = Les { $count } œuvres
places-no-artworks = Aucune œuvre n’est accrochée ici en ce moment.
places-said-here = Ce qui s’est dit ici
places-first-trace = Ce lieu n’a encore rien entendu.
places-first-trace-teach = Dites ce que l’on y voit, à quelle heure la lumière est belle, ce qui vous y ramène.
