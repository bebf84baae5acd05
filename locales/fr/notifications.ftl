# Ce dont une personne est tenue au courant.
notifications-title = Notifications
notifications-settings = Réglages des notifications
notifications-new = Nouveau
notifications-read = Lu
notifications-read-all = Tout marquer comme lu ({ $count })
notifications-said-read = Tout est marqué comme lu.
notifications-none = Rien pour l’instant.
notifications-none-teach = Laissez un mot, suivez une œuvre ou un lieu : ce qui vous concerne s’écrira ici.
notifications-notice = L’équipe vous a écrit : lire sur votre compte
notifications-line-answer = { $who } a répondu à vos mots : { $title }
notifications-line-thanks = Le lieu vous remercie pour vos mots : { $title }
notifications-line-pinned = Vos mots sont épinglés en haut du fil : { $title }
notifications-line-shown = Vos mots sont publiés : { $title }
notifications-line-hidden = L’équipe a masqué vos mots : { $title }
notifications-line-request = { $who } demande à vous suivre
notifications-line-follower = { $others ->
    [0] { $who } vous suit
    [one] { $who } et une autre personne vous suivent
   *[other] { $who } et { $others } autres personnes vous suivent
}
notifications-line-like = { $others ->
    [0] { $who } aime vos mots : { $title }
    [one] { $who } et une autre personne aiment vos mots : { $title }
   *[other] { $who } et { $others } autres personnes aiment vos mots : { $title }
}
notifications-line-news = { $who } a laissé un mot : { $title }
notifications-line-new = Une nouvelle œuvre : { $title }
notifications-kind-answer = Une réponse à vos mots
notifications-kind-thanks = Un remerciement du lieu
notifications-kind-pinned = Vos mots épinglés
notifications-kind-shown = Vos mots relus et publiés
notifications-kind-hidden = Vos mots masqués
notifications-kind-request = Une demande pour vous suivre
notifications-kind-follower = Quelqu’un vous suit
notifications-kind-like = Un « j’aime », un partage
notifications-kind-news = Du nouveau là où vous suivez
notifications-ways = Par quel moyen
notifications-what = Quoi
notifications-channel-site = Ici
notifications-channel-mail = Par courriel
notifications-channel-push = Sur l’appareil
notifications-rhythm = Un courriel qui résume
notifications-rhythm-never = Jamais
notifications-rhythm-weekly = Le lundi matin
notifications-rhythm-daily = Chaque matin
notifications-rhythm-next = La prochaine part le { $date }. Rien de neuf, pas de courriel.
notifications-no-mail = Ce lieu n’envoie pas de courriel.
notifications-error-rhythm = Choisissez un rythme.
notifications-error-device = Cet appareil ne donne pas d’adresse où l’avertir.
notifications-said-saved = Vos choix sont enregistrés.
notifications-said-device = Cet appareil sera averti.
notifications-said-device-gone = L’appareil ne sera plus averti.
notifications-devices = Vos appareils
notifications-devices-hint = Un appareil inscrit est averti aussitôt, même page fermée. Le message est scellé : personne ne le lit en chemin.
notifications-device-add = Avertir sur cet appareil
notifications-device-since = depuis le { $date }
notifications-device-remove = Retirer
notifications-push-denied = Le navigateur refuse les notifications pour ce site : c’est à changer dans ses réglages.
notifications-digest-subject = { $count ->
    [one] Une nouvelle de { $venue }
   *[other] { $count } nouvelles de { $venue }
}
notifications-digest-intro-daily = Depuis le dernier courriel :
notifications-digest-intro-weekly = Cette semaine :
notifications-digest-intro-never = Depuis le dernier courriel :
notifications-digest-more = { $more ->
    [one] Et une autre nouvelle.
   *[other] Et { $more } autres nouvelles.
}
notifications-digest-open = Tout voir
notifications-digest-closing = Vous recevez ce courriel parce que vous l’avez choisi dans les réglages de vos notifications.
notifications-digest-stop = Ne plus la recevoir
notifications-stop-title = Ne plus recevoir de courriel
notifications-stop-ask = Le courriel qui résume vos notifications ne partira plus. Vous pourrez le demander à nouveau dans vos réglages.
notifications-stop = Ne plus la recevoir
notifications-stop-done = C’est fait, vous ne recevrez plus ce courriel.
notifications-line-event = Un nouvel événement : { $title }
notifications-line-promoted = Une place s’est libérée pour vous : { $title }
notifications-line-reminder = C’est demain : { $title }
notifications-line-changed = Du changement : { $title }
notifications-line-called-off = Ce rendez-vous n’aura pas lieu, ou sans vous : { $title }
notifications-line-called-off-gone = Un événement où vous veniez n’aura pas lieu
notifications-line-message = Le lieu vous écrit : { $title }
notifications-kind-promoted = Une place qui se libère pour vous
notifications-kind-reminder = Le rappel de la veille
notifications-kind-changed = Un événement où vous venez change
notifications-kind-called-off = Un événement où vous veniez est annulé
notifications-kind-message = Un message du lieu aux personnes inscrites
notifications-line-proposal-accepted = Votre proposition est au programme : { $title }
notifications-line-proposal = { $who } propose un événement
notifications-kind-proposal = Un événement proposé à l’équipe
notifications-line-proposal-declined = Votre proposition d’événement n’a pas été retenue
notifications-kind-proposal-accepted = Votre proposition d’événement est acceptée
notifications-kind-proposal-declined = Votre proposition d’événement n’est pas retenue
