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
