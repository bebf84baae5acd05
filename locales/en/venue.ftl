# The venue's home and its pages of text.
venue-home-title = Home
venue-see-artworks = { $count ->
    [0] See the artworks
    [one] See the artwork
   *[other] See the { $count } artworks
}
venue-address = Address
venue-hours = Opening hours
venue-website = Website
venue-latest-traces = What is being said
venue-no-traces = Nobody has left a word here yet.
venue-no-traces-teach = Choose an artwork and say what it does to you: that will be the beginning of this place’s memory.
venue-browse = Browse the artworks
venue-latest-artworks = On the walls
venue-all-artworks = All artworks
venue-places = Around the house
venue-all-places = All places
venue-pages = Pages about the venue
venue-page-updated = Updated on { $date }
