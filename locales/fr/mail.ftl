# Le courrier qui ne part pas.
mail-trouble = Courrier électronique
mail-trouble-count = { $waiting ->
    [0] Aucune lettre n’attend
    [one] Une lettre attend un nouvel essai
   *[other] { $waiting } lettres attendent un nouvel essai
}{ $given_up ->
    [0] .
    [one] , une a été abandonnée.
   *[other] , { $given_up } ont été abandonnées.
}
mail-trouble-refused = Le serveur de courrier a refusé la dernière lettre (réponse { $code }).
mail-trouble-later = Le serveur de courrier demande d’attendre (réponse { $code }).
mail-trouble-silent = Le serveur de courrier ne répond pas à temps.
mail-trouble-unsafe = La connexion au serveur de courrier n’est pas sûre.
mail-trouble-away = Le serveur de courrier est injoignable.
mail-trouble-other = La dernière lettre n’a pas pu être envoyée.
mail-again = Essayer maintenant
mail-said-again = Les lettres en attente partent à nouveau.
