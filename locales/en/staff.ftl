# Staff pages: what they share, and the page of the day.
staff-nav = Staff
staff-nav-today = Today
staff-nav-moderation = Moderation
staff-nav-accounts = Accounts
staff-nav-federation = Federation
staff-nav-log = Log
staff-nav-settings = Settings
staff-nav-waiting = waiting
staff-nav-failing = failing
staff-figure-pending = { $count ->
    [one] word to read
   *[other] words to read
}
staff-figure-traces = { $count ->
    [one] word this week
   *[other] words this week
}
staff-figure-followers = { $count ->
    [one] follower
   *[other] followers
}
staff-figure-failing = { $count ->
    [one] failing delivery
   *[other] failing deliveries
}
staff-first-steps = First steps
staff-waiting = To read
staff-see-queue = Open the queue
staff-nothing-waiting = Nothing is waiting. Everything has been read.
staff-failing = Failing deliveries
staff-see-federation = See federation
staff-deliveries = { $count ->
    [one] { $count } delivery
   *[other] { $count } deliveries
}
staff-no-traces = Nobody has written yet.
staff-no-traces-teach = Leave the first word beneath an artwork: an example is better than instructions.
staff-sort = Sort by
staff-sort-updated = Last change
staff-traces = Words
staff-tick-all = Tick all
staff-tick = Tick { $name }
staff-bulk = For the ticked rows
staff-delete = Delete
staff-see = See
staff-see-page = See the public page
staff-actions = Actions
