# Exhibitions, marks of memory.
exhibitions-title = Exhibitions
exhibitions-one = Exhibition
exhibitions-dates = { $opens } to { $closes }
exhibitions-since = Since { $opens }
exhibitions-now = on now
exhibitions-none = No exhibition yet.
exhibitions-none-teach = The artworks are there.
exhibitions-staff-none-teach = An exhibition dates memory: what was said while it lasted is found on the pages of its artworks and places.
exhibitions-empty = Nothing belongs to it yet.
exhibitions-showed = What it shows
exhibitions-edit = Edit the exhibition
exhibitions-edit-all = Manage exhibitions
exhibitions-new = New exhibition
exhibitions-title-fr = Title in French
exhibitions-title-en = Title in English
exhibitions-description-fr = Introduction in French
exhibitions-description-en = Introduction in English
exhibitions-opens = First day
exhibitions-closes = Last day
exhibitions-closes-hint = Without a last day, it is permanent.
exhibitions-stays = permanent
exhibitions-size = Artworks and places
exhibitions-labels = Artworks and places
exhibitions-labels-hint = One inventory number or label code a line.
exhibitions-saved = The exhibition is saved.
exhibitions-removed = The exhibition is removed. Its artworks and places stay.
exhibitions-remove = Remove the exhibition
exhibitions-remove-explain = The mark goes; the artworks, the places and what was said there stay.
exhibitions-remove-confirm = Remove this exhibition?
exhibitions-error-title = A title is missing.
exhibitions-error-long = This is too long.
exhibitions-error-date = Write a day, such as 2026-06-01.
exhibitions-error-dates = It ends before it begins.
exhibitions-error-many = That is a lot: 1,000 at most.
exhibitions-error-label = { $count ->
    [one] No artwork or place has the number { $label }.
   *[other] { $count } numbers belong to no artwork or place; the first is { $label }.
}
exhibitions-see = See the exhibition
