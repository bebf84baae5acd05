# Les ressentis.
feelings-ask = Que ressentez-vous ?
feelings-noted = C’est noté : { $feeling }.
feelings-add-word = Ajouter un mot
feelings-undo = Annuler
feelings-none = Personne n’a encore rien laissé ici.
feelings-total = { $count ->
    [one] { $count } ressenti en tout
   *[other] { $count } ressentis en tout
}
feelings-within = Ce qui a été ressenti ici, œuvres comprises
feelings-error-unknown = Ce ressenti n’est pas proposé ici.
feelings-forbidden = Vous ne pouvez plus laisser de ressenti ici.
feelings-error-long = 24 caractères au plus : le mot doit tenir sur son bouton.
feelings-error-rank = Un rang est un nombre de 1 à 99, ou rien.
feelings-error-few = Gardez au moins six ressentis : avec moins, la moitié de ce que l’on éprouve n’a pas de nom.
feelings-arranged = Les ressentis sont enregistrés.
feelings-arrange-title = Les ressentis proposés
feelings-arrange-lede = De six à huit mots, un par bouton. Renommer un ressenti ne change rien à ce qui a déjà été laissé.
feelings-arrange-feeling = Ressenti
feelings-arrange-rank = Rang
feelings-arrange-fr = En français
feelings-arrange-en = En anglais
feelings-arrange-rank-of = Rang de { $feeling }
feelings-arrange-fr-of = { $feeling } en français
feelings-arrange-en-of = { $feeling } en anglais
feelings-arrange-hint = Sans rang, un ressenti n’est plus proposé ; ce qui a été laissé reste compté. Sans nom, le nôtre sert.
feelings-arrange-go = Choisir et renommer les ressentis
feelings-undone = Votre ressenti est retiré.
