# The venue’s pages of text, the accessibility statement, problems people report.
texts-title = Pages of the site
texts-pages = Pages about the venue
texts-page = Page
texts-state = Text
texts-do = Write
texts-write = Write
texts-own = The venue’s own, revised on { $date }
texts-default = The software’s, kept in line with your settings
texts-made-of-settings = Made of your answers
texts-updated = Revised on { $date }
texts-see-page = See the page
texts-saved = The page is saved.
texts-in-french = In French
texts-in-english = In English
texts-markdown = In Markdown: an empty line between two paragraphs, ## before a heading, - before each point of a list.
texts-write-hint = A text left empty takes up the software’s again, which follows your settings.
texts-preview = Preview
texts-preview-go = See a preview
texts-reset = Take up the software’s text
texts-reset-confirm = Erase both your texts and take up the software’s?
texts-contact = Who answers for this site
texts-contact-hint = These answers appear in the legal notice, the privacy page and the accessibility statement.
texts-publisher = Who publishes
texts-publisher-hint = The institution or authority, with its address. Without an answer: the name of the venue.
texts-director = Director of publication
texts-host = Who hosts
texts-host-hint = Name and address of whoever runs the machine.
texts-email = Public e-mail address
texts-email-hint = For personal data and accessibility. Reported problems go there too.
texts-error-email = This address cannot be right.
texts-error-empty = Say in a few words what is wrong.
texts-error-rate = A rate goes from 0 to 100.
texts-error-rate-status = Fully conforming: 100%. Partly: 50 to 99%. Not conforming: under 50%, or no audit.
texts-error-date = There is no such date.

texts-legal-title = Legal notice
texts-legal-default =
    ## Who publishes this site

    { $publisher }.

    { $address ->
        [none] {""}
       *[other] Address: { $address }.
    }

    { $director ->
        [none] {""}
       *[other] Director of publication: { $director }.
    }

    { $email ->
        [none] To write to us, ask at the venue’s front desk.
       *[other] To write to us: { $email }.
    }

    ## Who hosts it

    { $host ->
        [none] The venue itself.
       *[other] { $host }.
    }

    ## Whose texts and pictures these are

    Notes and pictures of works are published by { $venue }, under the licences and with the credits given beside each. The words visitors leave remain theirs: they answer for them, and may withdraw them at any time.

    ## Reporting something

    Anybody with an account can point the team at words from the page they stand on. Without an account, write to us.

texts-privacy-title = Privacy
texts-privacy-default =
    { $publisher } is responsible for this site and for the data it keeps. No audience measurement, no advertising, no call to a third party’s server.

    ## If you only read

    Nothing is kept about you. The site remembers neither the address of your device nor the pages you read: limits against abuse are counted in memory and forgotten. If you choose a language or an appearance, a cookie keeps that choice in your browser for a year.

    ## If you leave a word

    - Your words stay until you withdraw them. Withdrawing them erases what they said at once; only their address and their dates remain, to answer that they are gone.
    - If they were shown on other servers, those are asked to erase them too. We cannot make them do so.
    - The team reads, hides or publishes; the log of these decisions is kept, so that they can be contested.

    ## If you leave a feeling or a word without an account

    - The first form you send sets a cookie in your browser; reading alone never does. It holds nothing but a random number, and serves to show you your words that wait, to let you change your mind and withdraw them, and to count your feeling once. Only this site reads it, and it follows nobody elsewhere.
    - It lasts thirteen months at most; after that, what you left stays, and nothing leads to you any more. Erasing it from your browser does the same. The code you are given lets you find and withdraw your words from another device in the meantime.
    - You can see what it does and end it on the page <{ $site }mes-traces>.
    - Words written without a network wait on your device and are erased there once sent, or after a week.
    - A kiosk of the venue does not set this cookie: nothing there links what two people leave.

    ## If you have an account

    - We keep the name, the handle and the e-mail address you gave, and your password in a form it cannot be read back from.
    - A cookie keeps you signed in: fourteen days without a visit, ninety at most. You can see your sessions and close them.
    - You can correct your profile and close your account from its page. Closing it erases what we know of you and withdraws your words.

    ## If you write from another server

    Your server sends us what you say in answer to this venue. We keep your name, your picture and your words as long as you do not withdraw them. Messages as received are forgotten after a month.

    ## Backups

    The venue’s backups hold what was there when they were made. If one is restored, what was erased since is erased again.

    ## Your rights

    { $email ->
        [none] To see, correct, take away or erase what concerns you, ask at the venue’s front desk.
       *[other] To see, correct, take away or erase what concerns you, write to { $email }.
    } If the answer does not satisfy you, you may turn to the French data protection authority: <https://www.cnil.fr/en/plaintes>.

texts-charter-title = Charter
texts-charter-default =
    This site is the memory of { $venue }: everybody may leave a word, a picture, a feeling. A few rules keep it a good place to be.

    ## What is welcome

    - What you saw, felt, understood or did not understand.
    - Disagreement, about the works and not aimed at people.
    - Every language, and every way of speaking it.

    ## What is not

    - Attacks on people or groups, harassment, hatred, threats.
    - Personal data of others, among them pictures of people who asked for nothing.
    - Advertising, repeated messages, links that lead elsewhere.
    - What the law forbids.

    ## How the team decides

    People read, never a machine alone: a word of our lists, a link or an hour without anybody to read only make words wait. Whoever wrote them sees them at once, marked as waiting. A decision is written down and can be taken back. To contest one{ $email ->
        [none] , ask at the venue’s front desk.
       *[other] , write to { $email }.
    }

texts-access-title = Accessibility
texts-access-who = { $publisher } undertakes to make its sites accessible, in accordance with article 47 of the French law no. 2005-102 of 11 February 2005. This statement applies to the site <{ $site }>
texts-access-status-none =
    ## Conformity

    This site **does not conform** to the French general accessibility framework (RGAA), version 4.1.2{ $rate ->
        [none] {""}, for want of an audit: the software is built for WCAG 2.2, level AA, and every page is checked by tools, but only an audit allows to claim more.
       *[other] {""}, because of the failures listed below.
    }
texts-access-status-partial =
    ## Conformity

    This site **partly conforms** to the French general accessibility framework (RGAA), version 4.1.2, because of the failures listed below.
texts-access-status-full =
    ## Conformity

    This site **fully conforms** to the French general accessibility framework (RGAA), version 4.1.2.
texts-access-results =
    ## Results of the tests

    { $rate ->
        [none] No audit has been made yet.
       *[other] { $auditor ->
            [none] The audit found that { $rate }% of the criteria of the RGAA are met.
           *[other] The audit made by { $auditor } found that { $rate }% of the criteria of the RGAA are met.
        }
    }
texts-access-failures = ## What is not accessible
texts-access-failures-unknown = No failure has been found by an audit yet. Pictures that come from other servers do not always have a text alternative.
texts-access-exempt = ## Exemptions and content outside the obligation
texts-access-made =
    ## How this statement was drawn up

    Technologies the site relies on: HTML, CSS, SVG, JavaScript (never needed). Every page works with a keyboard and without JavaScript.
texts-access-recourse =
    ## Feedback and contact

    If you cannot get at some content or service, say so with the form below{ $email ->
        [none] {""}
       *[other] {" "}or at { $email }
    }, to be shown an accessible way or to be given the content in another form.

    ## Ways of recourse

    If you reported a lack of accessibility that keeps you from some content or service and were given no satisfying answer, you may:

    - write to the French Defender of Rights: <https://formulaire.defenseurdesdroits.fr/>
    - contact the Defender’s delegate in your region: <https://www.defenseurdesdroits.fr/saisir/delegues>
    - send a letter, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07
texts-access-drawn-up = Statement drawn up on { $date }
texts-conformity-none = Not conforming
texts-conformity-partial = Partly conforming
texts-conformity-full = Fully conforming

texts-problem-title = Report a problem
texts-problem-explain = Is something in your way? Say so here: the venue’s team will read it.
texts-problem-mail = Or by e-mail:
texts-problem-text = What did not work
texts-problem-text-hint = What you wanted to do, and what you browse with if you like to say.
texts-problem-page = On which page
texts-problem-page-hint = Its address or its title.
texts-problem-email = Where to answer you
texts-problem-email-hint = Erased as soon as the team has answered.
texts-problem-send = Send
texts-problem-thanks = Thank you. The team will have a look.
texts-problem-answered = Noted; the address is erased.
texts-problem-answer = It is answered
texts-problem-done = Answered { $when }
texts-problem-subject = An accessibility problem was reported
texts-problem-letter = Somebody could not do what they wanted on the venue’s site, and said so:
texts-problem-open = Read and answer
texts-problem-closing = You receive this letter because your address is the contact of the site.
texts-problems = Reported problems
texts-problems-none = Nobody reported a problem.
texts-problems-none-teach = The form of the accessibility page arrives here, and by e-mail at the contact’s address.
texts-statement = The statement
texts-statement-hint = Without an audit, the rule is “not conforming”. The mention at the foot of every page follows this answer.
texts-statement-status = State
texts-statement-rate = Rate of conformity, in %
texts-statement-rate-hint = The audit’s; empty if there was none.
texts-statement-auditor = Who made the audit
texts-statement-date = Drawn up on
texts-statement-failures-fr = Failures, in French
texts-statement-failures-en = Failures, in English
texts-statement-exempt-fr = Exemptions, in French
texts-statement-exempt-en = Exemptions, in English
texts-statement-exempt-hint = Disproportionate burden, content outside the obligation: which, and why.
texts-nav-access = Accessibility
texts-nav-open = problems without an answer
