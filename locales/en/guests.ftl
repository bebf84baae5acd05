# People who take part without an account.
guest-name = A visitor
guest-name-you = You
guard-honeypot = Leave this field empty
guard-error-honeypot = A field that must stay empty was filled in. Please send the form again.
guard-error-young = That was very quick. Wait a moment, then send it again: nothing is lost.
guard-error-old = This page had been open for a long time. Please send it again: nothing is lost.
guard-error-used = These words have just been sent. To leave others, send again.
guests-title = My traces
guests-lede = What you left here without an account, for your eyes.
guests-keep-title = Keep them
guests-receipt = Your code:
guests-receipt-hint = Write it down: it finds your traces from another device, for thirteen months.
guests-claim-explain = These traces were left from this browser without an account. Once claimed, they will bear your name.
guests-claim = Add them to my account
guests-claimed = Your traces are in your account.
guests-sign-in-explain = With an account, your traces stay yours, on all your devices.
guests-sign-in = Sign in to keep them
guests-felt = Your feelings
guests-felt-none = No feeling yet.
guests-words = Your words
guests-words-none = No words yet.
guests-withdraw-confirm = Withdraw these words?
guests-withdrawn = It is withdrawn.
guests-all = Withdraw everything
guests-all-explain = Your words and feelings are erased, and this browser is no longer recognised. There is no way back.
guests-all-do = Withdraw everything I left
guests-all-confirm = Withdraw everything you left? There is no way back.
guests-all-withdrawn = Everything is withdrawn.
guests-nobody = You have not left anything from this browser yet.
guests-nobody-teach = In front of a work, scan the code of its label: one tap is enough.
guests-receipt-title = Find traces
guests-receipt-label = Code of eight signs
guests-receipt-form-hint = The one in the thank-you message, for example K7QM-2X9T.
guests-receipt-open = Find
guests-error-code = This code matches nothing. Check its eight signs.
guests-forbidden = These traces cannot be added to an account.
guests-own-title = My visits and traces
guests-own-lede = Your days here, your feelings and your words, all of them, even those that wait to be read. Nobody else sees this page.
guests-own-more = Older ones are in the archive of your account.
guests-own-teach = In front of a work, leave a feeling or a word: you will find it here.
guests-visits = My visits
guests-visits-explain = The days on which you left something or took part in an event.
guests-visits-came = Event:
guests-visits-felt = { $count ->
    [one] a feeling
   *[other] { $count } feelings
}
guests-visits-said = { $count ->
    [one] a word
   *[other] { $count } words
}
