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
places-staff-name = Name
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
