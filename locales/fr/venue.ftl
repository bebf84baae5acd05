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
# Réglages
venue-settings-profile = Le lieu
venue-settings-summary-fr = Présentation en français
venue-settings-summary-en = Présentation en anglais
venue-settings-contrast = Contraste ajusté.
venue-settings-display-font = Caractère des titres
venue-settings-corners = Angles
venue-settings-moderation-hint = Qui lit d’abord : l’équipe, ou tout le monde ?
venue-settings-after = Publié aussitôt, relu ensuite
venue-settings-before = Relu avant d’être publié
venue-settings-on-remote = Venant du fédivers
venue-settings-doors = Portes
venue-settings-open-hint = Tout serveur peut suivre et répondre, sauf ceux que vous bloquez.
venue-settings-allow-hint = Seuls les serveurs autorisés peuvent suivre et répondre.
venue-settings-sign-up = Inscriptions
venue-settings-sign-up-open = Ouvertes
venue-settings-sign-up-closed = Fermées
venue-settings-on-members = De la part des membres
venue-settings-mode-closed = Fermée
venue-settings-closed-hint = Aucun autre serveur ne peut suivre ni répondre.
venue-settings-signed-only = Exiger une signature pour lire
venue-settings-signed-only-hint = Les serveurs bloqués ne lisent plus rien, mais certains petits serveurs non plus.
venue-settings-saved = Les réglages sont enregistrés.
venue-font-serif = Avec empattements
venue-font-sans = Sans empattements
venue-corners-soft = Arrondis
venue-corners-sharp = Droits
venue-error-name = Donnez un nom de 80 caractères au plus.
venue-error-long = Ce texte est trop long.
venue-error-website = Une adresse commence par https://.
venue-error-colour = Une couleur s’écrit #rrggbb.
venue-error-choice = Choisissez une des réponses proposées.
venue-about-title = À propos
venue-about-fediverse = Suivre ce lieu d’ailleurs
venue-about-fediverse-text = Ce site parle avec Mastodon, Mobilizon et tout le fédivers. On peut suivre le lieu, répondre à une œuvre et laisser un mot depuis un compte ouvert sur un autre serveur.
venue-about-software = Logiciel et code source
venue-about-software-link = Ce site tourne avec Parvis, un logiciel libre sous licence AGPL-3.0. Le code source de la version en service est à cette adresse :
venue-about-software-ask = Ce site tourne avec Parvis, un logiciel libre sous licence AGPL-3.0. Le code source de la version en service vous est remis sur demande au lieu, comme la licence le prévoit.
venue-step-places = Décrire le bâtiment et ses salles.
venue-step-artworks = Faire entrer les premières œuvres.
venue-step-summary = Présenter le lieu en une phrase.
venue-step-contact = Dire qui répond de ce site.
venue-settings-text-font = Caractère du texte
venue-text-font-system = Celui de l’appareil
venue-text-font-hyperlegible = Atkinson Hyperlegible, dessiné pour la basse vision
venue-settings-logo-dark = Logo pour les pages sombres
venue-settings-logo-dark-hint = Si l’autre ne s’y voit pas.
venue-settings-logo-now = Le logo actuel
venue-settings-no-logo = Retirer ce logo
venue-contrast-moved = { $input ->
    [brand] La couleur principale
   *[accent] La seconde couleur
} n’a qu’un contraste de { $contrast } pour 1 sur les pages { $page ->
    [light] claires
   *[dark] sombres
} (il en faut 4,5) : elle y devient { $became }.
venue-settings-subjects = Œuvres et lieux peuvent être suivis un par un
venue-settings-subjects-hint = Depuis Mastodon et les autres : chercher le numéro du cartel ou le nom dans l’adresse, suivi de celui du lieu. Retirer ce choix met fin à ces abonnements.
venue-settings-guest-pictures = Les personnes sans compte peuvent joindre une image
venue-settings-guest-pictures-hint = Leurs images attendent votre relecture comme leurs mots.
