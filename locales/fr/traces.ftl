# Une trace à sa propre adresse.
traces-title = { $name }, sur { $title }
traces-in-reply = En réponse à
traces-see-all = Voir tout ce qui s’est dit
traces-withdraw-title = Retirer ces mots ?
