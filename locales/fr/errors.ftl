# Pages d’erreur : courtes, sans faute rejetée sur la personne.
error-ref = Erreur { $status }
error-not-found-title = Cette page n’existe pas
error-not-found-text = L’adresse a peut-être changé, ou une lettre s’est glissée de travers.
error-gone-title = Cette page a été retirée
error-gone-text = Ce qui se trouvait ici a été retiré, par la personne qui l’avait publié ou par le lieu. Il n’en reste rien à montrer.
error-forbidden-title = Cette page est réservée
error-forbidden-text = Il faut un compte qui y donne accès.
error-too-large-title = C’est trop lourd
error-too-large-text = L’envoi dépasse ce que le serveur peut prendre. Essayez avec moins, ou plus petit.
error-slow-down-title = Un instant
error-slow-down-text = Beaucoup de demandes arrivent à la fois. Rien n’est perdu : essayez à nouveau dans un moment.
error-internal-title = Quelque chose a lâché de notre côté
error-internal-text = L’incident est noté. Vous pouvez revenir dans quelques minutes.
error-sign-in-title = Il faut se connecter
error-sign-in-text = Cette page est liée à un compte.
error-invalid-title = Il manque quelque chose
error-invalid-text = Une des réponses n’a pas pu être lue. Revenez en arrière : vos mots y sont encore.
error-conflict-title = C’est déjà fait, ou autrement
error-conflict-text = Quelqu’un a agi entre-temps. Rechargez la page précédente pour voir où en sont les choses.
error-no-room-title = Il n’y a plus de place sur le serveur
error-no-room-text = Rien de nouveau ne peut être enregistré pour le moment. Les pages restent ouvertes, et l’équipe technique du lieu doit libérer de l’espace sur le disque.
error-unavailable-title = Un instant de pause
error-unavailable-text = La base de données ne répond pas pour le moment. Si vous veniez d’envoyer quelque chose, vérifiez avant de recommencer : c’est peut-être enregistré.
error-other-title = Cette demande n’a pas abouti
error-other-text = Le serveur n’a pas pu y répondre.
error-retry-after = { $seconds ->
    [one] Réessayez dans { $seconds } seconde.
   *[other] Réessayez dans { $seconds } secondes.
}
error-reference = À citer si vous écrivez au lieu :
error-see-artworks = Voir les œuvres
error-home = Retour à l’accueil
error-form-unreadable = Le formulaire est arrivé incomplet. Envoyez-le à nouveau.
error-form-too-large = Le formulaire est trop long.
error-file-too-large = Ce fichier est trop lourd.
error-forbidden-role = Votre rôle ne permet pas cette action.
error-forbidden-origin = Ce formulaire ne venait pas d’une page de ce site.
error-conflict-author = Ces mots ont été écrits par quelqu’un d’autre sur cet appareil.
