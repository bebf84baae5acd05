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
places-staff-name-fr = Nom en français
places-staff-name-en = Nom en anglais
places-staff-latitude = Latitude
places-staff-longitude = Longitude
places-staff-coordinates-hint = En degrés, par exemple 48,8606 et 2,3376. Pour un bâtiment ou un jardin.
places-kind-building = bâtiment
places-kind-room = salle
places-kind-spot = endroit
places-saved = Le lieu est enregistré.
places-deleted = Le lieu est supprimé.
places-error-name = Donnez un nom à ce lieu.
places-error-long = Ce texte est trop long.
places-error-code = Un code compte de 1 à 40 lettres, chiffres, points ou tirets.
places-error-code-taken = Le code { $code } est déjà sur une autre étiquette.
places-error-coordinates = Donnez une latitude entre −90 et 90 et une longitude entre −180 et 180, ou ni l’une ni l’autre.
places-error-parent = Un lieu ne peut se trouver ni en lui-même, ni dans un lieu plus petit que lui.
places-error-kind = Choisissez la nature de ce lieu.
places-error-not-empty = Ce lieu en contient d’autres : déplacez-les d’abord.
places-echo = { $likes ->
    [0] Pas encore de mention « j’aime »
    [one] { $likes } personne aime
   *[other] { $likes } personnes aiment
}, { $boosts ->
    [0] pas encore de partage
    [one] { $boosts } partage
   *[other] { $boosts } partages
}.
