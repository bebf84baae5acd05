# Artworks and places as people of other servers follow them.
subjects-summary = What is said here is passed on. Reply to leave a word of your own. { $venue }
subjects-field-venue = Venue
subjects-field-artwork = Label
subjects-field-place = Label
subjects-field-event = Date
