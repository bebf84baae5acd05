# Les lettres de l’application.
mail-test-subject = Essai d’envoi
mail-test-text = Si vous lisez ceci, le serveur de courriel fonctionne.
mail-test-closing = Cette lettre a été demandée par l’équipe.
