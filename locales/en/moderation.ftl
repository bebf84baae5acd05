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
