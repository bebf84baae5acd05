# Artworks: the list and the label.
artworks-title = Artworks
artworks-filters = Filter the artworks
artworks-search = Title, artist, number
artworks-artist = Artist
artworks-place = Place
artworks-on-show-only = On show now
artworks-count = { $count ->
    [one] { $count } artwork
   *[other] { $count } artworks
}
artworks-none-found = No artwork matches.
artworks-none-found-teach = Try fewer words, or another place.
artworks-empty = The catalogue is still empty.
artworks-empty-teach = The first artworks will be here soon.
artworks-not-on-show = Not on show at the moment
artworks-not-on-show-long = This artwork is not on show at the moment.
artworks-echo = { $traces ->
    [0] Nobody has left a word yet
    [one] One word left here
   *[other] { $traces } words left here
}, { $likes ->
    [0] no likes yet
    [one] { $likes } person likes it
   *[other] { $likes } people like it
}, { $boosts ->
    [0] not shared yet
    [one] shared once
   *[other] shared { $boosts } times
}.
artworks-edit = Edit this artwork
artworks-said-here = What was said here
artworks-first-trace = Nobody has written in front of this artwork yet.
artworks-first-trace-teach = A detail, a memory, a question: the first trace invites the next.
