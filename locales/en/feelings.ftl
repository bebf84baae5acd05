# Feelings.
feelings-ask = What do you feel?
feelings-noted = Noted: { $feeling }.
feelings-add-word = Add a word
feelings-undo = Undo
feelings-none = Nobody has left anything here yet.
feelings-total = { $count ->
    [one] { $count } feeling in all
   *[other] { $count } feelings in all
}
feelings-within = What was felt here, works included
feelings-error-unknown = This feeling is not on offer here.
feelings-forbidden = You cannot leave feelings here any more.
feelings-error-long = 24 characters at most: the word must fit its button.
feelings-error-rank = A rank is a number from 1 to 99, or nothing.
feelings-error-few = Keep at least six feelings: with fewer, half of what people feel has no name.
feelings-arranged = The feelings are saved.
feelings-arrange-title = The feelings on offer
feelings-arrange-lede = Six to eight words, one per button. Renaming a feeling changes nothing in what was already left.
feelings-arrange-feeling = Feeling
feelings-arrange-rank = Rank
feelings-arrange-fr = In French
feelings-arrange-en = In English
feelings-arrange-rank-of = Rank of { $feeling }
feelings-arrange-fr-of = { $feeling } in French
feelings-arrange-en-of = { $feeling } in English
feelings-arrange-hint = Without a rank a feeling is no longer offered; what was left still counts. Without a name, ours is used.
feelings-arrange-go = Choose and rename the feelings
feelings-undone = Your feeling is withdrawn.
