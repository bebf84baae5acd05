# Places: the building, its rooms, its corners.
places-title = Places
places-intro = From the building down to the bench by the window: every spot remembers what was said there.
places-artworks = { $count ->
    [0] no artworks
    [one] { $count } artwork
   *[other] { $count } artworks
}
places-traces = { $count ->
    [one] { $count } word
   *[other] { $count } words
}
places-empty = No place has been described yet.
places-empty-teach = The staff will add the rooms soon.
places-edit = Edit this place
places-inside = Inside
places-artworks-here = To see here
places-all-artworks = All { $count } artworks
places-no-artworks = No artwork hangs here at the moment.
places-said-here = What was said here
places-first-trace = Nothing has been said in this place yet.
places-first-trace-teach = Say what can be seen from here, when the light is good, what brings you back.

# Staff
places-staff-new = New place
places-staff-empty-teach = Begin with the building, then its rooms, then the spots where people stop.
places-staff-kind = Kind
places-staff-parent = Stands in
places-staff-no-parent = No other place
places-staff-code = Label code
places-staff-code-hint = Short and printable, such as MR-3N. It should not change once it is on the wall.
places-staff-description-fr = Description in French
places-staff-description-en = Description in English
places-staff-delete = Delete this place
places-staff-delete-explain = The words left here disappear with it.
places-staff-delete-confirm = Delete this place for good?
places-staff-not-empty = This place still holds artworks or other places: move them first.
places-staff-name-fr = Name in French
places-staff-name-en = Name in English
places-staff-latitude = Latitude
places-staff-longitude = Longitude
places-staff-coordinates-hint = In degrees, for instance 48.8606 and 2.3376. For a building or a garden.
places-kind-building = building
places-kind-room = room
places-kind-spot = spot
places-saved = The place is saved.
places-deleted = The place is deleted.
places-error-name = Give this place a name.
places-error-long = This text is too long.
places-error-code = A code has 1 to 40 letters, digits, dots or hyphens.
places-error-code-taken = The code { $code } is already on another label.
places-error-coordinates = Give a latitude between −90 and 90 and a longitude between −180 and 180, or neither.
places-error-parent = A place can be neither inside itself nor inside a smaller one.
places-error-kind = Choose what kind of place this is.
places-error-not-empty = Other places are inside this one: move them first.
places-echo = { $likes ->
    [0] No likes yet
    [one] { $likes } person likes it
   *[other] { $likes } people like it
}, { $boosts ->
    [0] no shares yet
    [one] { $boosts } share
   *[other] { $boosts } shares
}.
