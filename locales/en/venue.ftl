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
# Settings
venue-settings-profile = The venue
venue-settings-summary-fr = Summary in French
venue-settings-summary-en = Summary in English
venue-settings-contrast = Contrast adjusted.
venue-settings-display-font = Typeface for titles
venue-settings-corners = Corners
venue-settings-moderation-hint = Who reads first: the staff, or everyone?
venue-settings-after = Published at once, read afterwards
venue-settings-before = Read before being published
venue-settings-on-remote = From the fediverse
venue-settings-doors = Doors
venue-settings-open-hint = Any server may follow and reply, except those you block.
venue-settings-allow-hint = Only allowed servers may follow and reply.
venue-settings-sign-up = Registrations
venue-settings-sign-up-open = Open
venue-settings-sign-up-closed = Closed
venue-settings-on-members = From members
venue-settings-mode-closed = Closed
venue-settings-closed-hint = No other server can follow or reply.
venue-settings-signed-only = Require a signature to read
venue-settings-signed-only-hint = Blocked servers can no longer read anything, but nor can some small ones.
venue-settings-saved = The settings are saved.
venue-font-serif = With serifs
venue-font-sans = Without serifs
venue-corners-soft = Rounded
venue-corners-sharp = Sharp
venue-error-name = Give a name of 80 characters at most.
venue-error-long = This text is too long.
venue-error-website = An address begins with https://.
venue-error-colour = A colour is written #rrggbb.
venue-error-choice = Choose one of the answers.
venue-about-title = About
venue-about-fediverse = Following this venue from elsewhere
venue-about-fediverse-text = This site talks with Mastodon, Mobilizon and the whole fediverse. One can follow the venue, answer an artwork and leave words from an account on another server.
venue-about-software = Software and source code
venue-about-software-link = This site runs on Parvis, free software under the AGPL-3.0 licence. The source code of the version in service is at this address:
venue-about-software-ask = This site runs on Parvis, free software under the AGPL-3.0 licence. The source code of the version in service is handed to you when you ask the venue, as the licence provides.
venue-step-places = Describe the building and its rooms.
venue-step-artworks = Bring in the first works.
venue-step-summary = Present the venue in a sentence.
venue-step-contact = Say who answers for this site.
venue-settings-text-font = Typeface of text
venue-text-font-system = The device’s own
venue-text-font-hyperlegible = Atkinson Hyperlegible, drawn for low vision
venue-settings-logo-dark = Logo for dark pages
venue-settings-logo-dark-hint = If the other one does not show there.
venue-settings-logo-now = The present logo
venue-settings-no-logo = Remove this logo
venue-contrast-moved = { $input ->
    [brand] The main colour
   *[accent] The second colour
} has a contrast of only { $contrast } to 1 on { $page ->
    [light] light
   *[dark] dark
} pages (4.5 is needed): it becomes { $became } there.
venue-settings-subjects = Artworks and places can be followed one by one
venue-settings-subjects-hint = From Mastodon and others: search for the label’s number, or the name in the address, followed by the venue’s. Unticking ends those follows.
venue-settings-guest-pictures = People without an account may add a picture
venue-settings-guest-pictures-hint = Their pictures wait for you to read them, as their words do.
