# Reading before publishing: one queue, and its log.
moderation-tabs = Queues
moderation-approve = Publish
moderation-hide = Hide
moderation-warn = Warn
moderation-dismiss = Nothing wrong
moderation-more = Other measures
moderation-block-person = Block this person
moderation-block-confirm = Block this person? Their words will be hidden here.
moderation-block-domain = Block { $domain }
moderation-block-domain-confirm = Block the whole server { $domain }? Nothing will come from it or go to it any more.
moderation-reason = Reason
moderation-reason-hint = Kept in the log. The person will read it if they are warned.
moderation-reported = { $count ->
    [one] Reported once:
   *[other] Reported { $count } times:
}
moderation-outcome = { $action } by { $by }, { $when }
moderation-undo = Undo
moderation-author = Who
moderation-known-since = Since
moderation-history = So far
moderation-approved-count = { $count ->
    [one] { $count } word published
   *[other] { $count } words published
}
moderation-hidden-count = { $count ->
    [0] none hidden
    [one] { $count } hidden
   *[other] { $count } hidden
}
moderation-waiting-since = Received
moderation-empty = Nothing to read.
moderation-empty-last = Last read: { $when }.
moderation-empty-teach = Words that wait and reports will arrive here, in a single queue.
moderation-log-filters = Filter the log
moderation-log-who = Who
moderation-log-what = What
moderation-log-empty = The log is empty.
moderation-log-empty-teach = Everything the staff do will be written here, with its reason.
moderation-tab-pending = Waiting
moderation-tab-reports = Reported
moderation-tab-done = Done
moderation-said-approve = It is published.
moderation-said-hide = It is hidden.
moderation-said-warn = The warning is noted in the log.
moderation-said-dismiss = Closed: nothing wrong.
moderation-said-limit = Their words will be read before they are published.
moderation-said-block-person = This person is blocked.
moderation-said-clear = Nothing is held against this person any more.
moderation-said-block-domain = This server is blocked.
moderation-already = Somebody had already seen to it.
moderation-undone = Undone.
moderation-word-approve = Published
moderation-word-hide = Hidden
moderation-word-warn = Warned
moderation-word-dismiss = Nothing wrong
moderation-word-limit = Read first
moderation-word-block-person = Blocked
moderation-word-clear = Measure lifted
moderation-word-block-domain = Server blocked
moderation-word-undone = { $action } (undone)
moderation-do-limit = Read their words before publishing them
moderation-do-clear = Lift the measure
moderation-do-block-person = Block this person
moderation-log-program = The program
moderation-log-other = did: { $action }, on { $name }
moderation-log-trace-approve = published the words of { $name }
moderation-log-trace-hide = hid the words of { $name }
moderation-log-trace-warn = warned { $name }
moderation-log-report-dismiss = closed a report about { $name }
moderation-log-actor-limit = has the words of { $name } read first
moderation-log-actor-block = blocked { $name }
moderation-log-actor-clear = lifted the measure on { $name }
moderation-log-domain-block = blocked the server { $name }
moderation-log-domain-allow = accepted the server { $name }
moderation-log-domain-lift = lifted the rule about the server { $name }
moderation-log-account-create = made the account of { $name }
moderation-log-account-email = changed the address of { $name }
moderation-log-account-role = changed the role of { $name }
moderation-log-account-suspend = suspended the account of { $name }
moderation-log-account-restore = restored the account of { $name }
moderation-log-account-sessions = ended the sessions of { $name }
moderation-log-place-publish = added the place { $name }
moderation-log-place-revise = changed the place { $name }
moderation-log-place-withdraw = withdrew the place { $name }
moderation-log-artwork-publish = added the work { $name }
moderation-log-artwork-revise = changed the work { $name }
moderation-log-artwork-withdraw = withdrew the work { $name }
moderation-forbidden-staff = No measure can be taken against the team or oneself.
moderation-person-title = Measures: { $name }
moderation-person-good = No measure.
moderation-person-limited = Their words are read before they are published.
moderation-person-blocked = This person is blocked: nothing of theirs comes in or is shown here.
moderation-person-state = State
moderation-person-profile = See their profile
moderation-person-decide = Decide
moderation-person-nothing = Your role allows no other measure.
moderation-report-title = Report these words
moderation-report-explain = The venue’s team will read your report. The person it is about will not know who made it.
moderation-report-reason = What is wrong
moderation-report-reason-hint = One sentence is enough.
moderation-report-forward = Also tell { $domain }
moderation-report-forward-hint = Without saying who reports.
moderation-report-send = Send the report
moderation-report-why = Say in a word what is wrong.
moderation-report-long = Too long: 1,000 characters at most.
moderation-report-thanks = Thank you. The team will look.
moderation-nothing-here = The report is about the person, or about words that are not here.
