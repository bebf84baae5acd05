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

# Settings
venue-settings-profile = The venue
venue-settings-summary-fr = Summary in French
venue-settings-summary-en = Summary in English
venue-settings-contrast = Contrast adjusted.
venue-settings-display-font = Typeface for titles
venue-settings-text-font = Typeface for text
venue-settings-corners = Corners
venue-settings-moderation-hint = Who reads first: the staff, or everyone?
venue-settings-after = Published at once, read afterwards
venue-settings-before = Read before being published
venue-settings-closed = Closed
venue-settings-on-artworks = Beneath artworks
venue-settings-on-places = In places
venue-settings-on-remote = From the fediverse
venue-settings-doors = Doors
venue-settings-open-hint = Any server may follow and reply, except those you block.
venue-settings-allow-hint = Only allowed servers may follow and reply.
venue-settings-sign-up = Registrations
venue-settings-sign-up-open = Open
venue-settings-sign-up-invited = By invitation
venue-settings-sign-up-closed = Closed
