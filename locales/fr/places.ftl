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

# L’équipe
places-staff-new = Nouveau lieu
places-staff-empty-teach = Commencez par le bâtiment, puis ses salles, puis les endroits où l’on s’arrête.
places-staff-name = Nom
places-staff-kind = Nature
places-staff-parent = Se trouve dans
places-staff-no-parent = Aucun autre lieu
places-staff-code = Code d’étiquette
places-staff-code-hint = Court et imprimable, par exemple MR-3N. Il ne devrait plus changer une fois posé au mur.
places-staff-description-fr = Description en français
places-staff-description-en = Description en anglais
places-staff-delete = Supprimer ce lieu
places-staff-delete-explain = Les mots laissés ici disparaissent avec lui.
places-staff-delete-confirm = Supprimer définitivement ce lieu ?
places-staff-not-empty = Ce lieu contient encore des œuvres ou d’autres lieux : déplacez-les d’abord.
