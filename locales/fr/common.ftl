# Mots du cadre et des composants communs.
skip-to-content = Aller au contenu
nav-main = Navigation principale
nav-breadcrumb = Fil d’Ariane
nav-artworks = Œuvres
nav-places = Lieux
nav-events = Programme
nav-about = À propos
nav-follow = Suivre
nav-staff = Équipe
nav-account = Mon compte
nav-sign-in = Se connecter
nav-sign-out = Se déconnecter
footer-accessibility-none = Accessibilité : non conforme
footer-accessibility-partial = Accessibilité : partiellement conforme
footer-accessibility-full = Accessibilité : totalement conforme
footer-charter = Charte
footer-privacy = Confidentialité
footer-legal = Mentions légales
footer-source = Code source
theme-label = Apparence
theme-auto = Système
theme-light = Claire
theme-dark = Sombre
flash-ok = C’est fait.
flash-warn = À noter :
flash-error = Cela n’a pas marché.
pager-label = Pages
pager-previous = Page précédente
pager-next = Page suivante
pager-newer = Plus récent
pager-older = Plus ancien
pager-where = Page { $page } sur { $pages }
filter-all = Tout
filter-apply = Filtrer
filter-reset = Tout afficher
picture-enlarge = Agrandir
picture-none = Pas encore d’image
progress-where = { $done } sur { $total }
form-errors = { $count ->
    [one] Une réponse est à revoir
   *[other] { $count } réponses sont à revoir
}
form-optional = (facultatif)
form-save = Enregistrer
form-cancel = Annuler
form-characters-left = { "{n}" } caractères restants
feelings-label = Ce qui a été ressenti ici
feeling-wonder = émerveillement
feeling-joy = joie
feeling-calm = calme
feeling-tenderness = tendresse
feeling-melancholy = mélancolie
feeling-curiosity = curiosité
feeling-unease = trouble
feeling-anger = colère
trace-leave = Laisser un mot
trace-state-pending = En attente de relecture : visible seulement par vous et par l’équipe
trace-state-hidden = Masqué par l’équipe
trace-from-fediverse = depuis le fédivers
trace-venue-voice = la voix du lieu
trace-staff-voice = l’équipe
trace-about = sur
trace-edited = modifié
trace-likes = { $count ->
    [one] { $count } personne aime
   *[other] { $count } personnes aiment
}
trace-boosts = { $count ->
    [one] partagé { $count } fois
   *[other] partagé { $count } fois
}
trace-reply = Répondre
trace-reply-remote = Répondre depuis mon serveur
trace-to = à { $name }
trace-of = les mots de { $name }
trace-withdraw = Retirer
trace-withdraw-confirm = Retirer ces mots ? Les autres serveurs seront priés de les oublier.
trace-moderate = Modérer
trace-form-label = Laisser un mot
trace-form-hint = Ce que vous voyez, ce que cela vous rappelle, une question. Vos mots seront publics.
trace-form-hint-pending = Ce que vous voyez, ce que cela vous rappelle, une question. L’équipe relit avant de publier.
trace-form-send = Publier
trace-form-replying = Vous répondez à { $name }.
trace-form-cancel = Ne plus répondre
live-new-trace = Un nouveau mot vient d’arriver.
palette-label = Aperçu de la palette
palette-day = De jour
palette-night = De nuit
palette-title = Les Rives basses
palette-maker = Anna Delorme, 1963
palette-button = Laisser un mot
palette-voice = On en parle jeudi devant l’œuvre.
form-save-stay = Enregistrer et rester
trace-state-withheld = Masqué : la personne ou son serveur est bloqué
trace-here-only = seulement ici
trace-edit = Modifier
trace-report = Signaler
trace-pin = Épingler
trace-unpin = Ne plus épingler
trace-form-share = Montrer aussi sur le fédivers
trace-form-share-hint = Sans cela, vos mots restent sur ce site.
trace-form-as-venue = Au nom du lieu
nav-account-unread = un message vous attend
trace-gone-hidden = Mots masqués par l’équipe du lieu
trace-gone-withdrawn = Mots retirés par leur auteur ou autrice
trace-gone-read = Relire
flash-undo = Annuler
nav-notifications = Notifications
nav-notifications-unread = { $count ->
    [one] { $count } nouvelle
   *[other] { $count } nouvelles
}
trace-thank = Remercier
trace-unthank = Ne plus remercier
trace-thanked = le lieu remercie
feed-title = Ce qui se dit : { $title }

# Un son : joué, dessiné, décrit.
trace-sound-of = Un son de { $name }
trace-listen = Écouter le son sur { $host }
sound-download = Télécharger ce son
sound-no-summary = Ce que l’on entend n’est pas encore écrit.
sound-describe = Ce que l’on entend, en une phrase (nécessaire avant de projeter ce son)
sound-describe-again = Réécrire ce que l’on entend
trace-may-wall = le lieu peut le montrer sur ses écrans
trace-may-publications = le lieu peut le reprendre dans ses publications

# Le formulaire : son, image, où cela va.
trace-form-longest = { $count } caractères au plus.
trace-form-sound = Ajouter un son
trace-form-sound-held = Votre son, gardé
trace-form-sound-without = Ne plus joindre ce son
trace-form-sound-file = Choisir un son
trace-form-sound-hint = Trente secondes au plus. Le nom de votre appareil et le lieu d’enregistrement sont effacés du fichier.
trace-form-sound-summary = Ce que l’on entend
trace-form-sound-summary-hint = Une phrase pour qui n’entend pas. Sans elle, le son n’est jamais projeté.
trace-form-picture = Ajouter une image
trace-form-picture-without = Ne plus joindre cette image
trace-form-picture-file = Choisir une image
trace-form-picture-hint = JPEG, PNG, WebP ou GIF. Le lieu et l’appareil sont effacés du fichier.
trace-form-picture-alt = Ce que montre l’image
trace-form-picture-alt-hint = Une phrase pour qui ne la voit pas ; elle accompagne toujours l’image.
trace-form-where = Où cela va, ce que le lieu peut en faire
trace-form-here = Vos mots restent sur ce site.
trace-reuse = Le lieu peut-il reprendre ce que vous laissez ?
trace-reuse-hint = C’est vous qui décidez. Vous pouvez changer d’avis à tout moment, depuis « Modifier ».
trace-reuse-wall = Oui, sur les écrans et les murs du lieu
trace-reuse-publications = Oui, dans ses publications, avec mon nom
form-file-too-much = Ce fichier est trop lourd : { $megabytes } Mo au plus.
recorder-record = Enregistrer un son
recorder-stop = Arrêter
recorder-discard = Effacer et recommencer
recorder-going = Enregistrement en cours : { "{most}" } secondes au plus.
recorder-done = Son prêt : écoutez-le avant de publier.
recorder-denied = Le micro n’est pas accessible. Vous pouvez choisir un fichier.
recorder-name = Votre enregistrement

# Sans réseau.
offline-title = Vous êtes hors ligne
offline-say = Cette page n’est pas gardée sur votre appareil. Ce que vous avez lu récemment reste lisible, et ce que vous écrivez attend ici le retour du réseau.
offline-portal = Sur le wifi du lieu, il faut parfois accepter ses conditions : ouvrez les réglages du réseau de votre appareil.
offline-home = Aller à l’accueil
outbox-title = Ce qui attend de partir
outbox-none = Rien n’attend : tout est parti.
outbox-waiting-one = Hors ligne – 1 trace en attente. Elle partira dès le retour du réseau.
outbox-waiting-many = Hors ligne – { "{n}" } traces en attente. Elles partiront dès le retour du réseau.
outbox-stuck-one = 1 trace n’a pas pu partir.
outbox-stuck-many = { "{n}" } traces n’ont pas pu partir.
outbox-sent-one = Le réseau est revenu : votre trace est partie.
outbox-sent-many = Le réseau est revenu : vos { "{n}" } traces sont parties.
outbox-wordless = (sans mots)
outbox-waiting = En attente du réseau
outbox-refused = Refusée : à corriger sur sa page
outbox-expired = Gardée plus de deux jours : elle ne partira plus toute seule
outbox-see = Voir
outbox-page = Ouvrir sa page
outbox-again = Réessayer
outbox-erase = Effacer
