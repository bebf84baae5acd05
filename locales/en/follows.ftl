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

# Following artworks and places one by one.
follows-follow = Follow
follows-unfollow = Unfollow
follows-subject-followed = Done, you will hear about it.
follows-subject-left = You no longer follow it.
follows-subjects-title = What you follow
follows-subjects-count = { $count ->
    [one] { $count } artwork or place
   *[other] { $count } artworks and places
}
follows-subjects-since = Since { $date }
follows-subjects-none = You do not follow any artwork or place yet.
follows-subjects-none-teach = On the page of an artwork or a place, “Follow” keeps you in touch with what is said there.
