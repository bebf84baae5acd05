# Following, replying and coming back from another server.
follow-title = Follow from your server
follow-name = Follow { $name }
follow-reply-title = Reply from your server
follow-from-mastodon = Follow from Mastodon
follow-explain = Follow “{ $name }” from your Mastodon, Pixelfed, Mobilizon or other account, without creating one here.
follow-your-account = Your account or your server
follow-placeholder = @me@server
follow-account-hint = For example @lea@server.example, or just server.example
follow-go = Go to my server
follow-address-label = Or search for this address
follow-copy = Copy
follow-copied = Copied
follow-by-hand = By hand
follow-by-hand-text = Paste this address into your app’s search field.
follow-what-is = The fediverse in a nutshell
follow-what-is-text = Thousands of independent servers that talk to one another, like e-mail. An account on any of them is enough to follow a museum, an artwork or a room, and to reply to them.
follow-or-here = Create an account here instead
interact-title = Open an address
interact-found = You can follow this account from here.
interact-followed = You now follow { $name }.
interact-requested = The request has been sent. { $name } still has to accept it.
interact-not-found = Nothing was found at this address.
interact-refused = This account cannot be followed from here.
interact-follow = Follow
interact-see = See the page

# Staff
fediverse-mode-open = Open to every server
fediverse-mode-allow-list = Chosen servers only
fediverse-change-mode = Change
fediverse-figure-peers = { $count ->
    [one] known server
   *[other] known servers
}
fediverse-figure-queue = { $count ->
    [one] delivery waiting
   *[other] deliveries waiting
}
fediverse-server = Server
fediverse-reason = Reason
fediverse-tries = Tries
fediverse-waiting = Waiting
fediverse-next-try = Next try
fediverse-retry = Try again now
fediverse-retry-all = Try everything again now
fediverse-no-failure = Everything is going out normally.
fediverse-peers = Servers
fediverse-people = People
fediverse-last-in = Last received
fediverse-last-out = Last sent
fediverse-state-ok = All well
fediverse-state-slow = Slow
fediverse-state-failing = Failing
fediverse-state-gone = Gone
fediverse-state-blocked = Blocked
fediverse-state-allowed = Allowed
fediverse-no-peers = No other server has come by yet.
fediverse-no-peers-teach = Follow the venue from a Mastodon account: that will be the first on the list.
fediverse-rules = Blocks and permissions
fediverse-rule-block = Blocked
fediverse-rule-allow = Allowed
fediverse-rule-lift = Lift
fediverse-no-rules = No rules for now.
fediverse-rule-new = Add a rule
fediverse-domain = Domain name
fediverse-domain-hint = For example server.example. Subdomains follow.
fediverse-rule-kind = What to do?
fediverse-rule-block-label = Block
fediverse-rule-block-hint = Nothing comes from it or goes to it any more; what came from it is hidden.
fediverse-rule-allow-label = Allow
fediverse-rule-allow-hint = Useful when federation is kept to chosen servers.
fediverse-rule-add = Add the rule

fediverse-mode-closed = Closed to every server
fediverse-why-signature = It does not accept our signature ({ $status }).
fediverse-why-refused = It wants nothing from here ({ $status }).
fediverse-why-nobody = That inbox is no more ({ $status }).
fediverse-why-too-much = It asks us to wait ({ $status }).
fediverse-why-trouble = It is in trouble ({ $status }).
fediverse-why-other = It refused what we sent ({ $status }).
fediverse-why-silent = It does not answer in time.
fediverse-why-blocked = The venue does not talk with this server.
fediverse-why-unreachable = It cannot be reached.
fediverse-said-retry = { $count ->
    [0] Nothing was waiting.
    [one] One delivery is on its way again.
   *[other] { $count } deliveries are on their way again.
}
fediverse-said-rule = The rule for { $domain } is in place.
fediverse-said-lifted = The rule for { $domain } is lifted.
fediverse-error-domain = Write the name of a server, such as server.example.
fediverse-error-own = That is this server.
fediverse-error-kind = Choose to block or to allow.
fediverse-error-note = The reason is too long: 300 characters at most.

# What can be missing on the way from here.
follow-error-handle = Write your whole address, such as @lea@server.example.
follow-error-nobody = That server does not know this account.
follow-error-no-way = That server does not say how to follow from there. Copy the address below into its search instead.
follow-error-silent = That server does not answer. Check the address or try again later.
follow-error-refused = This venue does not talk with that server.
follow-act-title = Like, share or reply from your own server: { $name }
