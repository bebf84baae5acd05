# Le programme : liste, mois, page d’un événement.
events-title = Programme
events-title-past = Ce qui a eu lieu
events-views = Vues du programme
events-coming = À venir
events-by-month = Par mois
events-past = Passé
events-filters = Filtrer le programme
events-search = Titre, nom, lieu
events-category = Genre
events-access-label = Accessibilité
events-when = Quand
events-this-week = Les sept prochains jours
events-this-month = Les trente prochains jours
events-count = { $count ->
    [0] Aucun événement
    [one] { $count } événement
   *[other] { $count } événements
}
events-none-found = Aucun événement ne répond à ces critères.
events-none-found-teach = Essayez avec moins de mots, une autre période ou un autre genre.
events-none-past = Rien n’a encore eu lieu.
events-empty = Aucun événement n’est annoncé pour le moment.
events-empty-teach = Suivez le lieu pour être au courant des prochaines dates.
events-subscribe = S’abonner dans son agenda
events-keep = Ajouter à son agenda
events-members-only = Réservé aux membres
events-regulars-only = Réservé aux membres, dès trois présences
events-read-on = Horaires, accès et réponses sur la page de l’événement
events-edit = Modifier l’événement
events-stage-draft = En préparation
events-stage-announced = Annoncé
events-stage-now = En ce moment
events-stage-full = Complet
events-stage-cancelled = Annulé
events-stage-postponed = Reporté
events-stage-past = Terminé
events-called-off-cancelled = Cet événement n’aura pas lieu.
events-called-off-postponed = Une nouvelle date sera annoncée ici.
events-summary-cancelled = ANNULÉ
events-summary-postponed = REPORTÉ
events-summary-full = COMPLET
events-recap = Ce qu’il en reste
events-doors = Ouverture des portes
events-zone = Fuseau horaire
events-address = Adresse
events-map = Voir sur la carte OpenStreetMap
events-online = En ligne
events-price = Tarif
events-tickets = Billetterie
events-capacity = Jauge
events-seats = { $count ->
    [one] { $count } place
   *[other] { $count } places
}
events-access = Accessibilité
events-performers = Avec
events-organisers = Organisation
events-artworks = Œuvres
events-other-dates = Autres dates
events-said-here = Ce qui s’est dit ici
events-first-trace = Personne n’a encore écrit à propos de cet événement.
events-first-trace-teach = Une attente, une question, un souvenir : la première trace donne envie d’écrire la suivante.
events-lasting = Plus de trois jours
events-month-nav = Changer de mois
events-month-previous = Mois précédent
events-month-next = Mois suivant
events-month-today = Ce mois-ci
events-day-mon = lundi
events-day-tue = mardi
events-day-wed = mercredi
events-day-thu = jeudi
events-day-fri = vendredi
events-day-sat = samedi
events-day-sun = dimanche
events-day-short-mon = lun.
events-day-short-tue = mar.
events-day-short-wed = mer.
events-day-short-thu = jeu.
events-day-short-fri = ven.
events-day-short-sat = sam.
events-day-short-sun = dim.

events-category-exhibition = Exposition
events-category-theatre = Théâtre
events-category-performance = Danse, cirque, performance
events-category-music = Musique
events-category-film = Cinéma
events-category-talk = Rencontre, débat
events-category-tour = Visite
events-category-workshop = Atelier
events-category-reading = Lecture
events-category-family = En famille
events-category-party = Fête
events-category-meeting = Rendez-vous

events-access-step-free = Accès de plain-pied
events-access-hearing-loop = Boucle magnétique
events-access-sign-language = Langue des signes
events-access-captions = Surtitres ou sous-titres
events-access-audio-description = Audiodescription
events-access-relaxed = Séance détendue
events-access-easy-to-read = Facile à comprendre
events-access-quiet-room = Salle calme

events-error-title = Donnez un titre d’au moins trois caractères.
events-error-long = Ce texte est trop long.
events-error-day = Indiquez un jour, par exemple 2026-12-12.
events-error-hour = Indiquez une heure de début, ou cochez « toute la journée ».
events-error-time = Cette heure ou cette date ne se lit pas.
events-error-end = La fin vient après le début.
events-error-too-long = Un événement dure deux ans au plus.
events-error-doors = Les portes ouvrent avant le début.
events-error-address = Indiquez une adresse qui commence par https://.
events-error-ticket = Indiquez l’adresse de la billetterie, puisque les réservations s’y font.
events-error-capacity = La jauge est un nombre de places, au moins une.
events-error-party = Indiquez un nombre de personnes entre 1 et 50.
events-error-coordinates = Indiquez des degrés décimaux : 47,2184 et -1,5536 par exemple.
events-error-pictures = Un événement a douze images au plus.
events-error-artworks = L’une de ces œuvres n’est plus au catalogue.
events-error-every = Choisissez un rythme.
events-error-repeat-none = Aucune autre date ne tombe avant ce jour.
events-error-repeat-many = Cela ferait plus de cent dates : choisissez un jour plus proche.

# L’équipe
events-staff-new = Nouvel événement
events-staff-title = Titre
events-staff-state = État
events-staff-off = Annulés ou reportés
events-staff-copy = Copier
events-staff-proposed = Proposé par { $name }
events-staff-repeats = Se répète
events-staff-empty-teach = Annoncez un premier rendez-vous : il paraît aussitôt dans le programme, dans les agendas abonnés et sur le fédivers.
events-staff-saved = L’événement est enregistré.
events-staff-deleted = L’événement est supprimé.
events-staff-repeated = { $count ->
    [one] Une date a été ajoutée.
   *[other] { $count } dates ont été ajoutées.
}
events-staff-what = L’événement
events-staff-description-fr = Présentation en français
events-staff-description-en = Présentation en anglais
events-staff-lines = Un nom par ligne.
events-staff-zone = Jours et heures du lieu ({ $zone }).
events-staff-day = Jour
events-staff-hour = Heure de début
events-staff-end-day = Dernier jour
events-staff-end-day-hint = Pour ce qui dure plusieurs jours.
events-staff-end = Heure de fin
events-staff-end-hint = Sans heure de fin, elle n’est pas affichée.
events-staff-all-day = Toute la journée
events-staff-all-day-hint = Sans heures : une exposition, un festival.
events-staff-where = Où
events-staff-elsewhere = Ailleurs, ou en ligne
events-staff-elsewhere-fold = Ailleurs que dans nos murs
events-staff-place-name = Nom de l’endroit
events-staff-street = Rue et numéro
events-staff-postal-code = Code postal
events-staff-town = Ville
events-staff-country = Pays
events-staff-latitude = Latitude
events-staff-longitude = Longitude
events-staff-online-hint = L’adresse où l’on suit l’événement à distance.
events-staff-coming = Venir
events-staff-price-hint = Comme sur l’affiche : « 8 €, 5 € réduit », « Gratuit ».
events-staff-ticket-url = Adresse de la billetterie
events-staff-rsvp = Réponses
events-staff-rsvp-open = On répond ici, ou depuis le fédivers
events-staff-rsvp-open-hint = Une seule liste, d’où que viennent les réponses.
events-staff-rsvp-elsewhere = On réserve à la billetterie
events-staff-rsvp-none = Entrée sans réponse
events-staff-capacity-hint = Vide : personne ne compte.
events-staff-party = Personnes par réponse, au plus
events-staff-audience = Pour qui
events-staff-audience-public = Tout le monde
events-staff-audience-members = Les membres
events-staff-audience-members-hint = L’événement ne quitte pas ce serveur.
events-staff-audience-regulars = Les membres qui comptent au moins trois présences
events-staff-audience-regulars-hint = Une présence se compte à l’entrée d’un événement, cochée ou code montré. Les autres membres voient l’événement sans pouvoir y répondre.
events-staff-draft-hint = L’équipe seule le voit.
events-staff-full-hint = À choisir quand les places partent ailleurs ; sinon la jauge suffit.
events-staff-cancelled-hint = La page reste, et tout le monde est prévenu une fois.
events-staff-recap-hint = Après coup : une phrase, un lien, des remerciements.
events-staff-recap-fr = En français
events-staff-recap-en = En anglais
events-staff-repeat = Ajouter d’autres dates
events-staff-repeat-explain = Chaque date devient un événement à part, que l’on peut ensuite modifier seul.
events-staff-every = Rythme
events-staff-until = Jusqu’au
events-staff-repeat-do = Ajouter ces dates
events-every-day = Chaque jour
events-every-week = Chaque semaine
events-every-fortnight = Une semaine sur deux
events-every-month = Chaque mois, même jour de la même semaine
events-staff-delete = Supprimer cet événement
events-staff-delete-explain = La page disparaît pour de bon, ici et sur le fédivers. Pour un événement qui n’aura pas lieu, choisissez plutôt « Annulé ».
events-staff-delete-confirm = Supprimer cet événement et ce qui s’est dit à son propos ?
events-import = Importer des événements
events-import-intro = Un calendrier (.ics) ou un tableau (.csv). Rien n’est écrit avant que vous ayez vu les différences.
events-import-file = Fichier
events-import-file-hint = Le même fichier, importé deux fois, ne change rien.
events-import-text = Ou le texte du fichier
events-import-text-hint = Collez ici un calendrier ou un tableau.
events-import-source = Provenance
events-import-source-hint = Vide : le nom du calendrier ou du fichier. Sous le même nom, vous verrez aussi ce qui a disparu du fichier.
events-import-as-drafts = Garder les nouveaux événements en brouillon
events-import-as-drafts-hint = Sinon ils sont annoncés tout de suite, ici et sur le fédivers.
events-import-as-drafts-said = Les nouveaux événements restent en brouillon.
events-import-columns-explain = uid, title et start suffisent. Une colonne absente laisse l’événement tel quel. Les dates s’écrivent 2027-01-16 20:00 ou 2027-01-16 pour une journée entière ; les listes se séparent par une barre verticale. Les images se donnent par leur adresse, chacune avec ce qu’elle montre (alt_fr ou alt_en) ; elles sont copiées ici peu après.
events-import-from = Provenance : { $source }.
events-import-pasted = texte collé
events-import-created = à créer
events-import-done-created = créés
events-import-done-changed = modifiés
events-import-did = Ce qui a changé
events-import-changed = à modifier
events-import-unchanged = inchangés
events-import-refused = refusés
events-import-differences = Différences avec le programme
events-import-row-created = Nouveau
events-import-row-changed = Modifié
events-import-row-refused = Refusé
events-import-nothing = (vide)
events-import-same = Tout est déjà dans le programme.
events-import-more = { $count ->
    [one] Et { $count } autre ligne.
   *[other] Et { $count } autres lignes.
}
events-import-confirm = { $count ->
    [one] Importer { $count } événement
   *[other] Importer { $count } événements
}
events-import-done = L’import est terminé.
events-import-see = Voir le programme
events-import-vanished = Absents de ce fichier
events-import-vanished-explain = Ces événements venaient de la même provenance et n’y sont plus. Rien n’est retiré sans vous : ouvrez-les pour les annuler ou les supprimer.
events-export = Télécharger le programme
events-import-error-uid = Il manque ce qui identifie l’événement (uid), ou c’est plus long que 400 signes.
events-import-error-own = Cet événement vient déjà de ce programme.
events-import-error-unknown = Cet identifiant est celui de ce programme, mais l’événement n’y est pas.
events-import-error-withdrawn = Cet événement a été supprimé ici ; l’import ne le ramène pas.
events-import-error-value = { $column } : « { $value } » ne se lit pas.
events-import-error-calendar = Ce calendrier ne peut pas être lu.
events-import-error-start = Il manque une date de début qui se lise.
events-import-error-zone = Le fuseau horaire { $zone } n’est pas connu.
events-import-error-rule = La répétition de cet événement n’est pas comprise.
events-import-error-exrule = Cet événement retire des dates par une règle (EXRULE), ce que le format ne permet plus : donnez-les une à une (EXDATE).
events-import-error-onwards = Ce changement vaut pour une date et toutes les suivantes (RANGE=THISANDFUTURE) : exportez-le date par date, ou comme un autre événement.
events-import-error-over = Aucune date de cette répétition n’est proche.
events-import-error-often = Cet événement se répète plus de { $count } fois en un an.
events-import-error-private = Le calendrier dit que cet événement est privé.
events-import-picture = Image de l’événement : { $title }
events-embed-title = Intégrer ailleurs
events-embed-intro = Le programme dans la page d’un autre site. Filtrez d’abord, puis copiez l’un des deux textes.
events-embed-frame = Un cadre
events-embed-frame-explain = Aucun script, aucun cookie. Clair ou sombre selon l’appareil : ajoutez theme=light ou theme=dark à l’adresse pour choisir, max=5 pour montrer moins d’événements, lang=en pour l’anglais.
events-embed-element = Un élément
events-embed-element-explain = Une liste dans les caractères et les couleurs de la page. L’attribut max dit combien d’événements montrer, venue prend le programme d’un autre lieu. Sans réponse, le lien reste.
events-embed-feeds = Pour d’autres programmes
events-embed-feed-ics = Calendrier (iCalendar)
events-embed-feed-atom = Flux (Atom)
events-embed-feed-json = Données (OpenAgenda)
events-embed-oembed = Les éditeurs qui connaissent oEmbed (WordPress, par exemple) montrent un événement ou une œuvre dès que l’on y colle son adresse.
events-embed-preview = Voir le cadre
events-embed-all = Tout l’agenda
events-embed-beside = les liens s’ouvrent dans un nouvel onglet
events-by-map = Carte
events-map-title = L’agenda sur une carte
events-map-north = N
events-map-how = Positions et distances seulement, sans rues : rien n’est demandé à un autre site.
events-map-here = Le croisement des deux lignes : { $here }.
events-map-mark = { $place } : { $count ->
    [one] { $count } événement
   *[other] { $count } événements
}
events-map-journey = à { $far } { $way }
events-map-way-north = au nord
events-map-way-north-east = au nord-est
events-map-way-east = à l’est
events-map-way-south-east = au sud-est
events-map-way-south = au sud
events-map-way-south-west = au sud-ouest
events-map-way-west = à l’ouest
events-map-way-north-west = au nord-ouest
events-map-far = trop loin pour le dessin
events-map-none = Aucun événement n’a de position.
events-map-none-teach = La liste les montre tous.
events-map-one = Tout a lieu au même endroit : { $place }.
events-map-nowhere = { $count ->
    [one] { $count } événement n’a pas de position.
   *[other] { $count } événements n’ont pas de position.
}
events-map-list = Voir la liste
