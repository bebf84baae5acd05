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

# Staff
artworks-staff-new = New artwork
artworks-staff-import = Import a table
artworks-staff-state = State
artworks-staff-on-show = On show
artworks-staff-withdrawn = Withdrawn
artworks-staff-withdrawn-hint = The page stays visible and says “not on show”.
artworks-staff-no-picture = Without picture
artworks-staff-no-place = Without place
artworks-staff-missing-alt = alternative text missing
artworks-staff-empty-teach = Import your inventory table, or describe a first artwork by hand.
artworks-staff-show = Put on show
artworks-staff-withdraw = Withdraw
artworks-staff-move-to = Move to…
artworks-staff-move = Move
artworks-staff-delete-many-confirm = Delete the ticked artworks and the words left in front of them?
artworks-staff-label = The label
artworks-staff-label-hint = Write dates and dimensions as on the label: they are shown as they are.
artworks-staff-title = Title
artworks-staff-artist-dates = Artist’s dates
artworks-staff-date = Date of the artwork
artworks-staff-technique = Technique
artworks-staff-dimensions = Dimensions
artworks-staff-inventory = Inventory number
artworks-staff-inventory-hint = It is part of the artwork’s address on the fediverse and should not change any more.
artworks-staff-text = The text
artworks-staff-description-fr = Description in French
artworks-staff-description-en = Description in English
artworks-staff-where = Where it hangs
artworks-staff-pictures = Pictures
artworks-staff-picture = Picture { $n }
artworks-staff-alt-hint = The alternative text says what there is to see to whoever cannot see the picture. It travels with it across the fediverse.
artworks-staff-alt-fr = Alternative text in French
artworks-staff-alt-en = Alternative text in English
artworks-staff-new-alt-hint = Required with a picture.
artworks-staff-position = Place in the series
artworks-staff-remove-picture = Remove this picture
artworks-staff-add-picture = Add a picture
artworks-staff-file = File
artworks-staff-file-hint = JPEG, PNG, WebP or GIF, 24 MB at most.
artworks-staff-credit = Photo credit
artworks-staff-credit-hint = For example: Photo: museum workshop
artworks-staff-licence = Licence
artworks-staff-licence-none = Not stated
artworks-staff-delete = Delete this artwork
artworks-staff-delete-explain = The record, its pictures and the words left in front of it disappear. Other servers will be asked to forget them. For an artwork gone into storage, choose “Withdrawn” instead.
artworks-staff-delete-confirm = Delete this artwork for good?
artworks-import-intro = A CSV table, one line per artwork. Nothing is written before you have seen the differences.
artworks-import-file = CSV file
artworks-import-file-hint = In UTF-8, separated by commas or semicolons.
artworks-import-check = See the differences
artworks-import-model = Download a model
artworks-import-columns = Columns understood
artworks-import-created = to create
artworks-import-changed = to change
artworks-import-unchanged = unchanged
artworks-import-refused = refused
artworks-import-differences = Differences with the catalogue
artworks-import-line = Line
artworks-import-what = What will change
artworks-import-row-created = New
artworks-import-row-changed = Changed
artworks-import-row-refused = Refused
artworks-import-confirm = { $count ->
    [one] Import { $count } line
   *[other] Import { $count } lines
}
artworks-import-again = Choose another file
artworks-import-running = The import goes on even if you leave this page.
artworks-import-refresh = Refresh
artworks-import-done = Import finished.
artworks-import-see = See the artworks
artworks-read-on = See the page of this work
artworks-staff-saved = The work is saved.
artworks-staff-deleted = The work is deleted.
artworks-staff-none-chosen = No work is ticked.
artworks-staff-bulk-done = { $count ->
    [one] { $count } work is up to date.
   *[other] { $count } works are up to date.
}
artworks-staff-export = Download the catalogue
artworks-error-title = Give the work a title.
artworks-error-inventory = Give an inventory number of 1 to 40 letters, digits, dots or hyphens.
artworks-error-inventory-taken = This number is already on another label.
artworks-error-long = This text is too long.
artworks-error-place = There is no such place.
artworks-error-pictures = A work shows twenty pictures at most.
artworks-error-alt = Describe this picture for those who cannot see it.
artworks-error-alt-long = This description is too long: 1,500 characters at most.
artworks-import-counts = Created: { $created } · changed: { $changed } · unchanged: { $unchanged } · refused: { $refused }
artworks-import-refused-line = Line { $line } ({ $inventory }): { $why }
artworks-import-error-place = There is no place whose label has the code { $code }.
artworks-import-error-status = The status is written on_show or withdrawn, not { $status }.
artworks-import-error-alts = There are { $texts } descriptions for { $pictures } pictures.
artworks-import-error-picture = The picture { $picture } cannot be found.
artworks-staff-featured = Featured
artworks-staff-feature = Feature
artworks-staff-unfeature = Stop featuring
