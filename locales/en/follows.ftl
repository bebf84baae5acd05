# Who follows the venue and its members.
follows-title = Followers
follows-tab-accepted = Accepted
follows-tab-pending = Waiting
follows-count = { $count ->
    [one] { $count } follower
   *[other] { $count } followers
}
follows-who = Who
follows-whom = Follows
follows-since = Since
follows-accept = Accept
follows-remove = Remove
follows-remove-confirm = Remove { $name }? They may ask again.
follows-none = Nobody yet.
follows-none-teach = The venue’s address, given on every label, is all it takes to follow it from Mastodon and the rest of the fediverse.
follows-said-accepted = The follower is accepted.
follows-said-removed = The follower is removed.
