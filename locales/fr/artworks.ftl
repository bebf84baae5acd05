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

# L’équipe
artworks-staff-new = Nouvelle œuvre
artworks-staff-import = Importer un tableau
artworks-staff-state = État
artworks-staff-on-show = En salle
artworks-staff-withdrawn = Retirée
artworks-staff-withdrawn-hint = La page reste visible, avec la mention « pas en salle ».
artworks-staff-no-picture = Sans image
artworks-staff-no-place = Sans lieu
artworks-staff-missing-alt = texte de remplacement manquant
artworks-staff-empty-teach = Importez le tableau de votre inventaire, ou décrivez une première œuvre à la main.
artworks-staff-show = Mettre en salle
artworks-staff-withdraw = Retirer
artworks-staff-move-to = Déplacer vers…
artworks-staff-move = Déplacer
artworks-staff-delete-many-confirm = Supprimer les œuvres cochées et les mots laissés devant elles ?
artworks-staff-label = Le cartel
artworks-staff-label-hint = Écrivez dates et dimensions comme sur le cartel : elles sont montrées telles quelles.
artworks-staff-title = Titre
artworks-staff-artist-dates = Dates de l’artiste
artworks-staff-date = Date de l’œuvre
artworks-staff-technique = Technique
artworks-staff-dimensions = Dimensions
artworks-staff-inventory = Numéro d’inventaire
artworks-staff-inventory-hint = Il entre dans l’adresse de l’œuvre sur le fédivers et ne devrait plus changer.
artworks-staff-text = Le texte
artworks-staff-description-fr = Description en français
artworks-staff-description-en = Description en anglais
artworks-staff-where = L’accrochage
artworks-staff-pictures = Images
artworks-staff-picture = Image { $n }
artworks-staff-alt-hint = Le texte de remplacement dit ce que l’on voit à qui ne voit pas l’image. Il part avec elle dans tout le fédivers.
artworks-staff-alt-fr = Texte de remplacement en français
artworks-staff-alt-en = Texte de remplacement en anglais
artworks-staff-new-alt-hint = Obligatoire avec une image.
artworks-staff-position = Place dans la suite
artworks-staff-remove-picture = Enlever cette image
artworks-staff-add-picture = Ajouter une image
artworks-staff-file = Fichier
artworks-staff-file-hint = JPEG, PNG, WebP ou GIF, 24 Mo au plus.
artworks-staff-credit = Crédit photographique
artworks-staff-credit-hint = Par exemple : Photo : atelier du musée
artworks-staff-licence = Licence
artworks-staff-licence-none = Non précisée
artworks-staff-delete = Supprimer cette œuvre
artworks-staff-delete-explain = La fiche, ses images et les mots laissés devant elle disparaissent. Les autres serveurs seront priés de les oublier. Pour une œuvre partie en réserve, choisissez plutôt « Retirée ».
artworks-staff-delete-confirm = Supprimer définitivement cette œuvre ?
artworks-import-intro = Un tableau CSV, une ligne par œuvre. Rien n’est écrit avant que vous ayez vu les différences.
artworks-import-file = Fichier CSV
artworks-import-file-hint = En UTF-8, séparé par des virgules ou des points-virgules.
artworks-import-check = Voir les différences
artworks-import-model = Télécharger un modèle
artworks-import-columns = Colonnes reconnues
artworks-import-created = à créer
artworks-import-changed = à modifier
artworks-import-unchanged = inchangées
artworks-import-refused = refusées
artworks-import-differences = Différences avec le catalogue
artworks-import-line = Ligne
artworks-import-what = Ce qui changera
artworks-import-row-created = Nouvelle
artworks-import-row-changed = Modifiée
artworks-import-row-refused = Refusée
artworks-import-confirm = { $count ->
    [one] Importer { $count } ligne
   *[other] Importer { $count } lignes
}
artworks-import-again = Choisir un autre fichier
artworks-import-running = L’import continue même si vous quittez cette page.
artworks-import-refresh = Actualiser
artworks-import-done = Import terminé.
artworks-import-see = Voir les œuvres
artworks-read-on = Voir la page de l’œuvre
artworks-staff-saved = L’œuvre est enregistrée.
artworks-staff-deleted = L’œuvre est supprimée.
artworks-staff-none-chosen = Aucune œuvre n’est cochée.
artworks-staff-bulk-done = { $count ->
    [one] { $count } œuvre est à jour.
   *[other] { $count } œuvres sont à jour.
}
artworks-staff-export = Télécharger le catalogue
artworks-error-title = Donnez un titre à l’œuvre.
artworks-error-inventory = Donnez un numéro d’inventaire de 1 à 40 lettres, chiffres, points ou tirets.
artworks-error-inventory-taken = Ce numéro est déjà sur une autre étiquette.
artworks-error-long = Ce texte est trop long.
artworks-error-place = Ce lieu n’existe pas.
artworks-error-pictures = Une œuvre montre vingt images au plus.
artworks-error-alt = Décrivez cette image pour qui ne la voit pas.
artworks-error-alt-long = Cette description est trop longue : 1 500 caractères au plus.
artworks-import-counts = Créées : { $created } · modifiées : { $changed } · inchangées : { $unchanged } · refusées : { $refused }
artworks-import-refused-line = Ligne { $line } ({ $inventory }) : { $why }
artworks-import-error-place = Il n’y a pas de lieu dont l’étiquette porte le code { $code }.
artworks-import-error-status = L’état s’écrit on_show ou withdrawn, pas { $status }.
artworks-import-error-alts = Il y a { $texts } descriptions pour { $pictures } images.
artworks-import-error-picture = L’image { $picture } est introuvable.
artworks-staff-featured = À la une
artworks-staff-feature = Mettre à la une
artworks-staff-unfeature = Retirer de la une
