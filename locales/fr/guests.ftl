# Les personnes qui participent sans compte.
guest-name = Une personne de passage
guest-name-you = Vous
guard-honeypot = Laissez ce champ vide
guard-error-honeypot = Un champ qui doit rester vide a été rempli. Envoyez de nouveau le formulaire.
guard-error-young = C’était très rapide. Attendez un instant, puis envoyez de nouveau : rien n’est perdu.
guard-error-old = Cette page était ouverte depuis longtemps. Envoyez de nouveau : rien n’est perdu.
guard-error-used = Ces mots viennent d’être envoyés. Pour en laisser d’autres, envoyez de nouveau.
guests-title = Mes traces
guests-lede = Ce que vous avez laissé ici sans compte, visible de vous.
guests-keep-title = Les garder
guests-receipt = Votre code :
guests-receipt-hint = Notez-le : il retrouve vos traces depuis un autre appareil, pendant treize mois.
guests-claim-explain = Ces traces ont été laissées depuis ce navigateur sans compte. Rattachées, elles porteront votre nom.
guests-claim = Les rattacher à mon compte
guests-claimed = Vos traces sont dans votre compte.
guests-sign-in-explain = Avec un compte, vos traces restent à vous, sur tous vos appareils.
guests-sign-in = Se connecter pour les garder
guests-felt = Vos ressentis
guests-felt-none = Aucun ressenti pour le moment.
guests-words = Vos mots
guests-words-none = Aucun mot pour le moment.
guests-withdraw-confirm = Retirer ces mots ?
guests-withdrawn = C’est retiré.
guests-all = Tout retirer
guests-all-explain = Vos mots et vos ressentis sont effacés, et ce navigateur n’est plus reconnu. On ne peut pas revenir en arrière.
guests-all-do = Retirer tout ce que j’ai laissé
guests-all-confirm = Retirer tout ce que vous avez laissé ? On ne peut pas revenir en arrière.
guests-all-withdrawn = Tout est retiré.
guests-nobody = Vous n’avez encore rien laissé depuis ce navigateur.
guests-nobody-teach = Devant une œuvre, scannez le code de l’étiquette : un geste suffit.
guests-receipt-title = Retrouver des traces
guests-receipt-label = Code de huit signes
guests-receipt-form-hint = Celui du message de remerciement, par exemple K7QM-2X9T.
guests-receipt-open = Retrouver
guests-error-code = Ce code ne correspond à rien. Vérifiez les huit signes.
guests-forbidden = Ces traces ne peuvent pas être rattachées à un compte.
guests-own-title = Mes visites et mes traces
guests-own-lede = Vos jours au lieu, vos ressentis et vos mots, tous, même ceux qui attendent d’être lus. Cette page n’est montrée qu’à vous.
guests-own-more = Les plus anciens sont dans l’archive de votre compte.
guests-own-teach = Devant une œuvre, laissez un ressenti ou un mot : vous le retrouverez ici.
guests-visits = Mes visites
guests-visits-explain = Les jours où vous avez laissé quelque chose, ou pris part à un événement.
guests-visits-came = Événement :
guests-visits-felt = { $count ->
    [one] un ressenti
   *[other] { $count } ressentis
}
guests-visits-said = { $count ->
    [one] un mot
   *[other] { $count } mots
}
