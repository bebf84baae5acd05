# Pages de texte du lieu, déclaration d’accessibilité, problèmes signalés.
texts-title = Pages du site
texts-pages = Pages du lieu
texts-page = Page
texts-state = Texte
texts-do = Écrire
texts-write = Écrire
texts-own = Du lieu, revu le { $date }
texts-default = Proposé par le logiciel, tenu à jour selon vos réglages
texts-made-of-settings = Composé de vos réponses
texts-updated = Revu le { $date }
texts-see-page = Voir la page
texts-saved = La page est enregistrée.
texts-in-french = En français
texts-in-english = En anglais
texts-markdown = En Markdown : une ligne vide entre deux paragraphes, ## devant un titre, - devant chaque point d’une liste.
texts-write-hint = Un texte laissé vide reprend celui du logiciel, qui suit vos réglages.
texts-preview = Aperçu
texts-preview-go = Voir l’aperçu
texts-reset = Reprendre le texte proposé
texts-reset-confirm = Effacer vos deux textes et reprendre ceux du logiciel ?
texts-contact = Qui répond de ce site
texts-contact-hint = Ces réponses paraissent dans les mentions légales, la page de confidentialité et la déclaration d’accessibilité.
texts-publisher = Qui publie
texts-publisher-hint = L’institution ou la collectivité, avec son adresse. Sans réponse : le nom du lieu.
texts-director = Direction de la publication
texts-host = Qui héberge
texts-host-hint = Nom et adresse de qui fait tourner la machine.
texts-email = Adresse électronique publique
texts-email-hint = Pour les données personnelles et l’accessibilité. Les problèmes signalés y arrivent aussi.
texts-error-email = Cette adresse ne peut pas être la bonne.
texts-error-empty = Dites en quelques mots ce qui ne va pas.
texts-error-rate = Un taux va de 0 à 100.
texts-error-rate-status = Totalement conforme : 100 %. Partiellement : de 50 à 99 %. Non conforme : moins de 50 %, ou aucun audit.
texts-error-date = Cette date n’existe pas.

texts-legal-title = Mentions légales
texts-legal-default =
    ## Qui publie ce site

    { $publisher }.

    { $address ->
        [none] {""}
       *[other] Adresse : { $address }.
    }

    { $director ->
        [none] {""}
       *[other] Direction de la publication : { $director }.
    }

    { $email ->
        [none] Pour nous écrire, adressez-vous à l’accueil du lieu.
       *[other] Pour nous écrire : { $email }.
    }

    ## Qui l’héberge

    { $host ->
        [none] Le lieu lui-même.
       *[other] { $host }.
    }

    ## À qui sont les textes et les images

    Les notices et les images des œuvres sont publiées par le lieu, { $venue }, sous les licences et avec les crédits indiqués auprès de chacune. Les mots que laissent les visiteurs et visiteuses restent les leurs : ils et elles en répondent, et peuvent les retirer à tout moment.

    ## Signaler un contenu

    Toute personne ayant un compte peut signaler des mots à l’équipe depuis la page où ils se trouvent. Sans compte, écrivez-nous.

texts-privacy-title = Confidentialité
texts-privacy-default =
    { $publisher } est responsable de ce site et des données qu’il garde. Aucune mesure d’audience, aucune publicité, aucun appel à un serveur tiers.

    ## Si vous ne faites que lire

    Rien n’est gardé sur vous. Le site ne retient ni adresse de machine, ni page lue : les limites contre les abus se comptent en mémoire et s’oublient. Si vous choisissez une langue ou une apparence, un témoin garde ce choix un an dans votre navigateur.

    ## Si vous laissez un mot

    - Vos mots restent jusqu’à ce que vous les retiriez. Les retirer efface aussitôt ce qu’ils disaient ; il n’en reste que leur adresse et leurs dates, pour répondre qu’ils ne sont plus là.
    - S’ils ont été montrés sur d’autres serveurs, ceux-ci sont priés de les effacer aussi. Nous ne pouvons pas les y forcer.
    - L’équipe relit, masque ou publie ; le journal de ces décisions est gardé, pour qu’elles puissent être contestées.

    ## Si vous laissez un ressenti ou un mot sans compte

    - Le premier formulaire envoyé dépose un témoin dans votre navigateur, jamais la simple lecture. Il ne contient qu’un nombre au hasard, sert à vous montrer vos mots en attente, à vous laisser changer d’avis et les retirer, et à ne compter votre ressenti qu’une fois. Il n’est lu que par ce site et ne suit personne ailleurs.
    - Il dure treize mois au plus ; ensuite, ce que vous avez laissé reste, sans plus rien qui mène à vous. L’effacer de votre navigateur a le même effet. Le code que vous recevez permet de retrouver et de retirer vos mots depuis un autre appareil pendant ce temps.
    - Vous en voyez l’effet et pouvez y mettre fin sur la page <{ $site }mes-traces>.
    - Les mots écrits sans réseau attendent sur votre appareil et y sont effacés une fois envoyés, ou après une semaine.
    - Une borne du lieu ne dépose pas ce témoin : rien n’y relie ce que deux personnes laissent.

    ## Si vous avez un compte

    - Nous gardons le nom, l’identifiant et l’adresse électronique que vous avez donnés, et votre mot de passe sous une forme qui ne permet pas de le retrouver.
    - Un témoin vous garde en session : quatorze jours sans visite, quatre-vingt-dix au plus. Vous voyez vos sessions et pouvez les fermer.
    - Vous pouvez corriger votre profil et fermer votre compte depuis sa page. Le fermer efface ce que nous savons de vous et retire vos mots.

    ## Si vous écrivez d’un autre serveur

    Votre serveur nous envoie ce que vous dites en réponse à ce lieu. Nous gardons votre nom, votre image et vos mots tant que vous ne les retirez pas. Les messages tels que reçus sont oubliés après un mois.

    ## Sauvegardes

    Les sauvegardes du lieu contiennent ce qui était là quand elles ont été faites. Si l’une est remise en place, ce qui a été effacé depuis l’est de nouveau.

    ## Vos droits

    { $email ->
        [none] Pour consulter, corriger, emporter ou effacer ce qui vous concerne, adressez-vous à l’accueil du lieu.
       *[other] Pour consulter, corriger, emporter ou effacer ce qui vous concerne, écrivez à { $email }.
    } Si la réponse ne vous convient pas, vous pouvez saisir la CNIL : <https://www.cnil.fr/fr/plaintes>.

texts-charter-title = Charte
texts-charter-default =
    Ce site est la mémoire d’un lieu, { $venue } : chacun et chacune y laisse un mot, une image, une émotion. Quelques règles la gardent vivable.

    ## Ce qui est bienvenu

    - Ce que vous avez vu, ressenti, compris ou pas compris.
    - Les désaccords, dits à propos des œuvres et sans viser les personnes.
    - Toutes les langues, et tous les niveaux de langue.

    ## Ce qui ne l’est pas

    - Les attaques contre des personnes ou des groupes, le harcèlement, la haine, les menaces.
    - Les données personnelles d’autrui, dont les images de gens qui n’ont rien demandé.
    - La publicité, les messages répétés, les liens sans rapport.
    - Ce que la loi interdit.

    ## Comment l’équipe décide

    Des personnes relisent, jamais une machine seule : un mot de nos listes, un lien ou une heure sans personne pour lire font seulement attendre. Qui a écrit voit ses mots aussitôt, marqués « en attente ». Une décision se note dans un journal et peut être annulée. Pour la contester{ $email ->
        [none] , adressez-vous à l’accueil du lieu.
       *[other] , écrivez à { $email }.
    }

texts-access-title = Accessibilité
texts-access-who = { $publisher } s’engage à rendre ses sites accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique au site <{ $site }>
texts-access-status-none =
    ## État de conformité

    Ce site est **non conforme** avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1.2{ $rate ->
        [none] {""}, faute d’un audit : le logiciel est construit pour WCAG 2.2, niveau AA, et chaque page est vérifiée par des outils, mais seul un audit permet d’affirmer davantage.
       *[other] {""}, en raison des non-conformités énumérées ci-dessous.
    }
texts-access-status-partial =
    ## État de conformité

    Ce site est **partiellement conforme** avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1.2, en raison des non-conformités énumérées ci-dessous.
texts-access-status-full =
    ## État de conformité

    Ce site est **totalement conforme** avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1.2.
texts-access-results =
    ## Résultats des tests

    { $rate ->
        [none] Aucun audit n’a encore été réalisé.
       *[other] { $auditor ->
            [none] L’audit de conformité révèle que { $rate } % des critères du RGAA sont respectés.
           *[other] L’audit de conformité réalisé par { $auditor } révèle que { $rate } % des critères du RGAA sont respectés.
        }
    }
texts-access-failures = ## Contenus non accessibles
texts-access-failures-unknown = Aucune non-conformité n’a encore été relevée par un audit. Les images venues d’autres serveurs n’ont pas toujours de texte de remplacement.
texts-access-exempt = ## Dérogations et contenus non soumis à l’obligation
texts-access-made =
    ## Établissement de cette déclaration

    Technologies sur lesquelles repose le site : HTML, CSS, SVG, JavaScript (jamais nécessaire). Toutes les pages s’utilisent au clavier et sans JavaScript.
texts-access-recourse =
    ## Retour d’information et contact

    Si vous n’arrivez pas à accéder à un contenu ou à un service, dites-le avec le formulaire ci-dessous{ $email ->
        [none] {""}
       *[other] {" "}ou à l’adresse { $email }
    }. Nous chercherons avec vous une solution accessible, ou vous enverrons le contenu sous une autre forme.

    ## Voies de recours

    Si vous avez signalé un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un service et que vous n’avez pas obtenu de réponse satisfaisante, vous pouvez :

    - écrire un message au Défenseur des droits : <https://formulaire.defenseurdesdroits.fr/>
    - contacter la personne déléguée du Défenseur des droits dans votre région : <https://www.defenseurdesdroits.fr/saisir/delegues>
    - envoyer un courrier, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07
texts-access-drawn-up = Déclaration établie le { $date }
texts-conformity-none = Non conforme
texts-conformity-partial = Partiellement conforme
texts-conformity-full = Totalement conforme

texts-problem-title = Signaler un problème
texts-problem-explain = Quelque chose vous résiste ? Dites-le ici : l’équipe du lieu vous lira.
texts-problem-mail = Ou par courriel :
texts-problem-text = Ce qui n’a pas marché
texts-problem-text-hint = Ce que vous vouliez faire, et avec quoi vous naviguez si vous voulez le dire.
texts-problem-page = Sur quelle page
texts-problem-page-hint = Son adresse ou son titre.
texts-problem-email = Où vous répondre
texts-problem-email-hint = Effacé dès que l’équipe a répondu.
texts-problem-send = Envoyer
texts-problem-thanks = Merci. L’équipe va regarder.
texts-problem-answered = C’est noté ; l’adresse est effacée.
texts-problem-answer = C’est répondu
texts-problem-done = Répondu { $when }
texts-problem-subject = Un problème d’accessibilité est signalé
texts-problem-letter = Quelqu’un n’a pas pu faire ce qu’il voulait sur le site du lieu, et l’a dit :
texts-problem-open = Lire et répondre
texts-problem-closing = Vous recevez ce courriel parce que votre adresse est celle du contact du site.
texts-problems = Problèmes signalés
texts-problems-none = Personne n’a signalé de problème.
texts-problems-none-teach = Le formulaire de la page d’accessibilité arrive ici, et par courriel à l’adresse du contact.
texts-statement = La déclaration
texts-statement-hint = Sans audit, la règle est « non conforme ». La mention du pied de chaque page suit cette réponse.
texts-statement-status = État
texts-statement-rate = Taux de conformité, en %
texts-statement-rate-hint = Celui de l’audit ; vide s’il n’y en a pas eu.
texts-statement-auditor = Qui a fait l’audit
texts-statement-date = Établie le
texts-statement-failures-fr = Non-conformités, en français
texts-statement-failures-en = Non-conformités, en anglais
texts-statement-exempt-fr = Dérogations, en français
texts-statement-exempt-en = Dérogations, en anglais
texts-statement-exempt-hint = Charge disproportionnée, contenus non soumis : lesquels, et pourquoi.
texts-nav-access = Accessibilité
texts-nav-open = problèmes sans réponse
