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

# Réglages
venue-settings-profile = Le lieu
venue-settings-summary-fr = Présentation en français
venue-settings-summary-en = Présentation en anglais
venue-settings-contrast = Contraste ajusté.
venue-settings-display-font = Caractère des titres
venue-settings-text-font = Caractère du texte
venue-settings-corners = Angles
venue-settings-moderation-hint = Qui lit d’abord : l’équipe, ou tout le monde ?
venue-settings-after = Publié aussitôt, relu ensuite
venue-settings-before = Relu avant d’être publié
venue-settings-closed = Fermé
venue-settings-on-artworks = Sous les œuvres
venue-settings-on-places = Dans les lieux
venue-settings-on-remote = Venant du fédivers
venue-settings-doors = Portes
venue-settings-open-hint = Tout serveur peut suivre et répondre, sauf ceux que vous bloquez.
venue-settings-allow-hint = Seuls les serveurs autorisés peuvent suivre et répondre.
venue-settings-sign-up = Inscriptions
venue-settings-sign-up-open = Ouvertes
venue-settings-sign-up-invited = Sur invitation
venue-settings-sign-up-closed = Fermées
