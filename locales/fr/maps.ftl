# La carte des émotions et les plans.
maps-title = La carte des émotions
maps-lede = Ce qui est ressenti ici, salle par salle, œuvre par œuvre.
maps-plans = Plans
maps-periods = Période
maps-period-jour = Aujourd’hui
maps-period-semaine = Sept jours
maps-period-saison = Cette saison
maps-period-tout = Toujours
maps-plan-of = Plan : { $place }
maps-pin = { $title } : { $count ->
    [0] rien pour cette période
    [one] { $count } ressenti, surtout
   *[other] { $count } ressentis, surtout
}
maps-how = Un repère grandit avec le nombre de ressentis ; sa couleur est celle du plus fréquent. Le tableau dit la même chose en mots.
maps-edit = Modifier ce plan
maps-table = Ce qui est ressenti : { $place }
maps-where = Où
maps-felt = Ce qui est ressenti
maps-since = Depuis
maps-nothing = Rien pour cette période
maps-no-pins = Rien n’est encore placé sur ce plan.
maps-no-pins-teach = L’équipe y place les salles et les œuvres.
maps-none = Pas encore de plan.
maps-none-teach = Dès que l’équipe en aura déposé un, vous y verrez ce qui est ressenti, et où.
maps-see = Voir la carte
maps-staff-title = Plans
maps-staff-lede = Un plan par lieu, une image ou un dessin SVG. Placez-y les salles et les œuvres : la carte des émotions s’en sert.
maps-plan = Plan
maps-has = oui
maps-has-not = pas encore
maps-picture = Image ou dessin du plan
maps-picture-hint = SVG, PNG, JPEG ou WebP, 24 Mo au plus. Un dessin est transformé en image.
maps-alt-fr = Ce que montre le plan, en français
maps-alt-en = Ce que montre le plan, en anglais
maps-alt-hint = Pour les personnes qui ne le voient pas : l’entrée, l’ordre des salles, les escaliers.
maps-pins = Repères
maps-pins-lede = En pourcentage de la largeur et de la hauteur, depuis le coin en haut à gauche. Laissez vide ce qui n’est pas sur ce plan.
maps-x = Largeur, %
maps-y = Hauteur, %
maps-x-of = { $title }, en % de la largeur
maps-y-of = { $title }, en % de la hauteur
maps-place-it = Placer
maps-choose = Choisissez « Placer », puis touchez le plan.
maps-placing = Touchez le plan à l’endroit de : { "{title}" }
maps-pins-save = Enregistrer les repères
maps-no-things = Rien à placer.
maps-no-things-teach = Décrivez d’abord les salles de ce lieu, ou accrochez-y des œuvres.
maps-take-down = Retirer ce plan
maps-take-down-hint = Le plan et ses repères disparaissent ; ce qui a été ressenti reste.
maps-take-down-confirm = Retirer ce plan et ses repères ?
maps-taken-down = Le plan est retiré.
maps-saved = Le plan est enregistré.
maps-pinned = Les repères sont enregistrés.
maps-error-picture = Choisissez une image ou un dessin.
maps-error-spot = Deux nombres de 0 à 100, ou rien.
