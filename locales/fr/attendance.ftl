# Venir à un événement : réponses, lettres, liste de l’équipe, entrée.
attendance-title = Venir
attendance-count-going = { $count ->
    [0] Aucune inscription pour le moment
    [one] { $count } personne vient
   *[other] { $count } personnes viennent
}
attendance-count-maybe = { $count ->
    [one] { $count } peut-être
   *[other] { $count } peut-être
}
attendance-count-left = { $count ->
    [one] { $count } place libre
   *[other] { $count } places libres
}
attendance-count-full = Complet
attendance-count-waiting = { $count ->
    [one] { $count } personne en liste d’attente
   *[other] { $count } personnes en liste d’attente
}
attendance-mine-going = { $people ->
    [one] Vous venez
   *[other] Vous venez à { $people }
}
attendance-mine-waiting = { $people ->
    [one] Vous êtes en liste d’attente
   *[other] Vous êtes en liste d’attente, à { $people }
}
attendance-mine-maybe = Vous viendrez peut-être
attendance-mine-no = Vous ne venez pas
attendance-mine-before = { $count ->
    [0] personne avant vous
    [one] { $count } inscription avant vous
   *[other] { $count } inscriptions avant vous
}
attendance-mine-open = Voir ma réponse
attendance-people = Nombre de personnes
attendance-people-hint = Vous compris, { $count } au plus.
attendance-go = Je viens
attendance-join-line = Rejoindre la liste d’attente
attendance-change = Modifier
attendance-maybe = Peut-être
attendance-no = Je ne viens pas
attendance-leave = Je ne viens plus
attendance-closed = Les réponses sont closes.
attendance-see-event = Voir l’événement
attendance-full-explain = Toutes les places sont prises. Vous rejoindrez la liste d’attente : dès qu’une place se libère, elle est à la première personne de la liste, qui en est avertie.
attendance-by-mail = Sans compte, avec une adresse électronique
attendance-by-mail-explain = Une lettre vous demande de confirmer ; vos places sont retenues à ce moment-là.
attendance-name = Votre nom
attendance-email = Adresse électronique
attendance-email-hint = Seule l’équipe la voit. Elle est effacée un mois après l’événement.
attendance-ask-letter = Recevoir la lettre
attendance-with-account = Avec un compte
attendance-with-account-explain = Un seul geste, et tous vos événements au même endroit.
attendance-from-fediverse = Depuis le fédivers
attendance-from-fediverse-mobilizon = Sur Mobilizon, Friendica ou Hubzilla, cherchez l’adresse ci-dessous et répondez à l’événement comme à ceux de votre propre serveur.
attendance-from-fediverse-reply = Sur Mastodon ou GoToSocial, répondez à l’événement par « je viens ». « Comment s’inscrire ? » vous vaut un petit sondage en message privé.
attendance-events-title = Mes événements
attendance-events-none = Vous n’avez encore répondu à aucun événement.
attendance-events-none-teach = Ouvrez une date du programme et dites que vous venez : elle se retrouvera ici.
attendance-own-title = Ma réponse
attendance-messages = Le lieu vous écrit
attendance-came = présence notée
attendance-qr = Code à montrer à l’entrée
attendance-qr-explain = Montrez ce code à l’entrée. Votre nom suffit aussi.
attendance-declare = Je suis là
attendance-declare-explain = Vous êtes dans la salle, et l’équipe n’a pas noté votre entrée ?
attendance-declared = C’est noté : vous y étiez.
attendance-declare-late = Cela ne peut plus se noter.
attendance-noted-going = { $people ->
    [one] C’est noté, vous venez : { $title }
   *[other] C’est noté, vous venez à { $people } : { $title }
}
attendance-noted-waiting = Vous êtes en liste d’attente : { $title }
attendance-noted-maybe = C’est noté, vous viendrez peut-être : { $title }
attendance-noted-no = C’est noté, vous ne venez pas : { $title }
attendance-letter-sent = Une lettre part à l’adresse { $email }. Ouvrez son lien pour confirmer.
attendance-error-answer = Choisissez une réponse.
attendance-error-people = Indiquez un nombre de personnes.
attendance-error-name = Indiquez un nom, de 120 caractères au plus.
attendance-error-message = Écrivez quelques mots.
attendance-error-message-long = Ce message est trop long.
attendance-refused-past = Cet événement est terminé.
attendance-refused-off = Cet événement est annulé ou reporté.
attendance-refused-not-asked = Cet événement ne prend pas de réponses ici.
attendance-refused-members = Cet événement est réservé aux membres.
attendance-refused-regulars = Cet événement est réservé aux membres qui comptent au moins { $wanted } présences. { $came ->
    [0] Vous n’en comptez pas encore.
    [one] Vous en comptez une.
   *[other] Vous en comptez { $came }.
}
attendance-refused-unwelcome = Ce lieu ne peut pas prendre votre réponse.
attendance-refused-party = { $count ->
    [one] Une réponse vaut pour une seule personne.
   *[other] Une réponse vaut pour { $count } personnes au plus.
}
attendance-refused-room = { $count ->
    [one] La salle n’a qu’une place.
   *[other] La salle n’a que { $count } places.
}
attendance-refused-more = { $count ->
    [0] Il ne reste pas de place de plus ; celles que vous avez restent à vous.
    [one] Il ne reste qu’une place de plus ; celles que vous avez restent à vous.
   *[other] Il ne reste que { $count } places de plus ; celles que vous avez restent à vous.
}

# Les lettres et les messages
attendance-confirm-title = Confirmer sa venue
attendance-confirm-subject = Confirmez votre venue : { $title }
attendance-confirm-letter = { $people ->
    [one] Quelqu’un a répondu avec cette adresse : une personne vient à « { $title } », { $when }.
   *[other] Quelqu’un a répondu avec cette adresse : { $people } personnes viennent à « { $title } », { $when }.
}
attendance-confirm-open = Confirmer
attendance-confirm-closing = Le lien est valable trois jours. Si ce n’était pas vous, ignorez cette lettre : rien n’est retenu, et l’adresse sera oubliée.
attendance-confirm-ask = { $count ->
    [one] { $name }, vous venez : confirmez-le et la place est à vous, s’il en reste.
   *[other] { $name }, vous venez à { $count } : confirmez-le et les places sont à vous, s’il en reste.
}
attendance-confirm-do = Je confirme
attendance-letter-door = À l’entrée, montrez le code de la page ci-dessous, ou dites votre nom.
attendance-letter-open = Voir ou changer ma réponse
attendance-letter-closing = Vous recevez cette lettre parce que vous avez répondu à un événement de { $venue }. Le lien est à vous : ne le faites pas suivre.
attendance-say-going-subject = Vous venez : { $title }
attendance-say-going = { $people ->
    [one] C’est noté, une place est retenue pour vous à « { $title } », { $when }.
   *[other] C’est noté, { $people } places sont retenues pour vous à « { $title } », { $when }.
}
attendance-say-waiting-subject = Liste d’attente : { $title }
attendance-say-waiting = { $before ->
    [0] Toutes les places de « { $title } », { $when }, sont prises. Vous êtes en tête de la liste d’attente ; dès qu’il y aura de la place, un message vous le dira.
    [one] Toutes les places de « { $title } », { $when }, sont prises. Il y a une inscription avant vous en liste d’attente ; dès qu’il y aura de la place, un message vous le dira.
   *[other] Toutes les places de « { $title } », { $when }, sont prises. Il y a { $before } inscriptions avant vous en liste d’attente ; dès qu’il y aura de la place, un message vous le dira.
}
attendance-say-maybe-subject = Peut-être : { $title }
attendance-say-maybe = C’est noté, vous viendrez peut-être à « { $title } », { $when }. Aucune place n’est retenue.
attendance-say-no-subject = Vous ne venez pas : { $title }
attendance-say-no = C’est noté, vous ne venez pas à « { $title } », { $when }.
attendance-say-promoted-subject = Une place pour vous : { $title }
attendance-say-promoted = { $people ->
    [one] Une place s’est libérée : elle est à vous. « { $title } », { $when }.
   *[other] Des places se sont libérées : vous venez à { $people }. « { $title } », { $when }.
}
attendance-say-removed-subject = Votre inscription est retirée : { $title }
attendance-say-removed = L’équipe a retiré votre inscription à « { $title } », { $when }.
attendance-say-reminder-subject = Demain : { $title }
attendance-say-reminder = Un rappel : « { $title } », { $when }. Si vous ne venez plus, dites-le : quelqu’un attend peut-être votre place.
attendance-say-changed-subject = Du changement : { $title }
attendance-say-changed = « { $title } » a changé : désormais { $when }. Votre réponse est gardée ; changez-la si cela ne vous va plus.
attendance-say-postponed-subject = Reporté : { $title }
attendance-say-postponed = « { $title } » est reporté. La nouvelle date sera annoncée ; votre réponse est gardée.
attendance-say-called-off-subject = Annulé : { $title }
attendance-say-called-off = « { $title } », { $when }, n’aura pas lieu.
attendance-say-message-subject = À propos de « { $title } »
attendance-say-message = { $venue } vous écrit à propos de « { $title } », { $when } :
attendance-undo = Pour changer d’avis, répondez « je ne viens pas », ou ouvrez :
attendance-question = Venez-vous à « { $title } », { $when } ?

# L’équipe
attendance-staff-list = Les réponses
attendance-staff-title = Réponses
attendance-staff-filters = Filtrer les réponses
attendance-staff-search = Nom ou adresse
attendance-staff-answer = Réponse
attendance-staff-any-answer = Toutes
attendance-staff-channel = Venue par
attendance-staff-any-channel = Tous les moyens
attendance-staff-who = Qui
attendance-staff-people = Personnes
attendance-staff-when = Quand
attendance-staff-acts = Gestes
attendance-staff-count = { $count ->
    [0] Aucune réponse
    [one] { $count } réponse
   *[other] { $count } réponses
}
attendance-staff-nobody = Nom oublié
attendance-staff-place = n° { $place } de la liste
attendance-staff-let-in = Faire entrer
attendance-staff-remove = Retirer
attendance-staff-remove-confirm = Retirer cette inscription ? La personne en sera avertie.
attendance-staff-done = C’est fait.
attendance-staff-none = Personne n’a encore répondu.
attendance-staff-none-teach = Les réponses des membres, par lettre et depuis d’autres serveurs arrivent toutes ici.
attendance-staff-none-found = Aucune réponse ne correspond.
attendance-staff-written = Le message part, à chaque personne par son propre moyen.
attendance-export = Tableau (CSV)
attendance-write = Écrire à tout le monde
attendance-write-label = Message
attendance-write-hint = À toutes les personnes qui viennent, viendront peut-être ou attendent : chacune le reçoit par le moyen de sa réponse, sans voir les autres.
attendance-write-send = Envoyer
attendance-write-confirm = Envoyer ce message à toute la liste ?
attendance-write-earlier = Déjà écrit
attendance-answer-going = Vient
attendance-answer-waiting = En attente
attendance-answer-maybe = Peut-être
attendance-answer-no = Ne vient pas
attendance-answer-came = Présence notée
attendance-channel-member = Ce site
attendance-channel-email = Lettre
attendance-channel-kiosk = Borne
attendance-channel-join = Mobilizon
attendance-channel-invitation = Friendica, Hubzilla
attendance-channel-poll = Sondage en message privé
attendance-channel-reply = Réponse en toutes lettres
attendance-channel-door = À l’entrée
attendance-assurance-list = Présence cochée
attendance-assurance-declared = Dit être là
attendance-assurance-code = Code montré
attendance-door = Entrée
attendance-door-came = { $came ->
    [0] Aucune entrée pour le moment. Réponses attendues : { $expected }.
    [one] { $came } entrée. Réponses attendues : { $expected }.
   *[other] { $came } entrées. Réponses attendues : { $expected }.
}
attendance-door-wrong = Ce code n’est pas de cet événement.
attendance-door-already = Cette personne est déjà entrée avec ce code.
attendance-door-no-seat = Pas de place retenue.
attendance-door-code = Code
attendance-door-code-hint = L’appareil photo du téléphone ouvre le code tout seul ; un lecteur l’écrit ici.
attendance-door-open = Faire entrer
attendance-door-search = Chercher une personne
attendance-door-list = Les personnes attendues
attendance-door-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
attendance-door-tick = Est là
attendance-door-undo = Annuler
attendance-door-in = L’entrée est notée.
attendance-door-out = L’entrée n’est plus notée.
attendance-door-walk-in = Sans inscription
attendance-door-walk-in-explain = Quelqu’un vient sans avoir répondu : comptez-le ici. Le nom n’est pas nécessaire.
attendance-door-walk-in-do = Compter l’entrée
attendance-door-name = Nom
attendance-door-over = { $count ->
    [one] L’entrée est notée : une personne de plus que de places.
   *[other] L’entrée est notée : { $count } personnes de plus que de places.
}
moderation-log-attendance-let-in = a fait entrer une personne en attente à un événement
moderation-log-attendance-removed = a retiré une inscription à un événement
moderation-log-attendance-message = a écrit aux personnes inscrites à un événement
attendance-calendar = Dans votre calendrier
attendance-calendar-explain = Une adresse privée tient votre calendrier à jour : les événements où vous venez, et ceux où vous viendrez peut-être. Toute personne qui a cette adresse peut les lire.
attendance-calendar-make = Créer une adresse
attendance-calendar-renew = Changer d’adresse
attendance-calendar-renew-confirm = L’ancienne adresse ne s’ouvrira plus. Continuer ?
attendance-calendar-close = Fermer cette adresse
attendance-calendar-closed = L’adresse de votre calendrier est fermée.
attendance-calendar-once = Copiez cette adresse dans votre calendrier : elle n’est montrée qu’une fois.
attendance-calendar-open = Ouvrir dans mon calendrier
attendance-calendar-since = Une adresse est ouverte depuis le { $date }.
attendance-card = Votre carte
attendance-card-intro = Une carte à montrer à l’entrée de n’importe quel événement, à la place du code de chaque réponse.
attendance-card-open = Voir la carte
attendance-card-make = Créer ma carte
attendance-card-made = Voici votre carte. Une carte plus ancienne n’ouvre plus rien.
attendance-card-explain = Montrez ce code à l’entrée, sur l’écran ou imprimé. L’équipe voit votre nom et coche votre présence.
attendance-card-qr = Code de votre carte, à montrer à l’entrée
attendance-card-renew = Refaire la carte
attendance-card-renew-confirm = L’ancienne carte n’ouvrira plus rien. La refaire ?
attendance-card-close = Supprimer la carte
attendance-card-closed = La carte est supprimée.
attendance-card-no-door = Aucun événement n’a lieu en ce moment.
attendance-door-card-unanswered = Cette carte est bonne, mais sans place à cet événement.
attendance-card-read = Lire une carte
attendance-card-code = Code de la carte
attendance-card-code-hint = Lu par un lecteur, par un téléphone de l’équipe, ou recopié sous le dessin.
attendance-card-wrong = Ce n’est pas une carte d’ici, ou elle a été refaite depuis.
attendance-card-doors = Entrées ouvertes en ce moment
attendance-card-no-door-teach = L’entrée d’un événement s’ouvre trois heures avant son début.
