# L’accueil et les pages de texte du lieu.
venue-home-title = Accueil
venue-see-artworks = { $count ->
    [0] Voir les œuvres
    [one] Voir l’œuvre
   *[other] Voir les { $count } œuvres
}
venue-address = Adresse
venue-hours = Horaires
venue-website = Site
venue-latest-traces = Ce qui se dit
venue-no-traces = Personne n’a encore laissé de mot ici.
venue-no-traces-teach = Choisissez une œuvre et dites ce qu’elle vous fait : ce sera le début de la mémoire du lieu.
venue-browse = Parcourir les œuvres
venue-latest-artworks = Sur les murs
venue-all-artworks = Toutes les œuvres
venue-places = Dans la maison
venue-all-places = Tous les lieux
venue-pages = Pages du lieu
venue-page-updated = Mis à jour le { $date }
