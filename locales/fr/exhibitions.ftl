# Les expositions, repères de la mémoire.
exhibitions-title = Expositions
exhibitions-one = Exposition
exhibitions-dates = Du { $opens } au { $closes }
exhibitions-since = Depuis le { $opens }
exhibitions-now = en ce moment
exhibitions-none = Pas encore d’exposition.
exhibitions-none-teach = Les œuvres, elles, sont là.
exhibitions-staff-none-teach = Une exposition date la mémoire : ce qui s’est dit pendant qu’elle durait se retrouve sur la page de ses œuvres et de ses lieux.
exhibitions-empty = Rien n’y est encore rattaché.
exhibitions-showed = Ce qu’elle montre
exhibitions-edit = Modifier l’exposition
exhibitions-edit-all = Gérer les expositions
exhibitions-new = Nouvelle exposition
exhibitions-title-fr = Titre en français
exhibitions-title-en = Titre en anglais
exhibitions-description-fr = Présentation en français
exhibitions-description-en = Présentation en anglais
exhibitions-opens = Premier jour
exhibitions-closes = Dernier jour
exhibitions-closes-hint = Sans dernier jour, elle est permanente.
exhibitions-stays = permanente
exhibitions-size = Œuvres et lieux
exhibitions-labels = Œuvres et lieux
exhibitions-labels-hint = Un numéro d’inventaire ou un code de cartel par ligne.
exhibitions-saved = L’exposition est enregistrée.
exhibitions-removed = L’exposition est retirée. Ses œuvres et ses lieux restent.
exhibitions-remove = Retirer l’exposition
exhibitions-remove-explain = Le repère disparaît ; les œuvres, les lieux et ce qui s’y est dit restent.
exhibitions-remove-confirm = Retirer cette exposition ?
exhibitions-error-title = Il manque un titre.
exhibitions-error-long = C’est trop long.
exhibitions-error-date = Écrivez un jour, comme 2026-06-01.
exhibitions-error-dates = Elle se termine avant de commencer.
exhibitions-error-many = C’est beaucoup : 1 000 au plus.
exhibitions-error-label = { $count ->
    [one] Aucune œuvre, aucun lieu n’a le numéro { $label }.
   *[other] { $count } numéros ne sont à aucune œuvre, aucun lieu ; le premier est { $label }.
}
exhibitions-see = Voir l’exposition
