# The programme: list, month, page of an event.
events-title = Programme
events-title-past = What took place
events-views = Views of the programme
events-coming = Coming up
events-by-month = By month
events-past = Past
events-filters = Filter the programme
events-search = Title, name, place
events-category = Kind
events-access-label = Accessibility
events-when = When
events-this-week = The next seven days
events-this-month = The next thirty days
events-count = { $count ->
    [0] No event
    [one] { $count } event
   *[other] { $count } events
}
events-none-found = No event matches.
events-none-found-teach = Try fewer words, another period or another kind.
events-none-past = Nothing has taken place yet.
events-empty = No event is announced at the moment.
events-empty-teach = Follow the venue to hear of the next dates.
events-subscribe = Subscribe in your calendar
events-keep = Add to your calendar
events-members-only = Members only
events-regulars-only = Members only, after three events
events-read-on = Times, access and answers on the event’s page
events-edit = Edit the event
events-stage-draft = In preparation
events-stage-announced = Announced
events-stage-now = Taking place now
events-stage-full = Full
events-stage-cancelled = Cancelled
events-stage-postponed = Postponed
events-stage-past = Over
events-called-off-cancelled = This event will not take place.
events-called-off-postponed = A new date will be announced here.
events-summary-cancelled = CANCELLED
events-summary-postponed = POSTPONED
events-summary-full = FULL
events-recap = What remains of it
events-doors = Doors
events-zone = Time zone
events-address = Address
events-map = See on the OpenStreetMap map
events-online = Online
events-price = Price
events-tickets = Tickets
events-capacity = Capacity
events-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
events-access = Accessibility
events-performers = With
events-organisers = Organised by
events-artworks = Artworks
events-other-dates = Other dates
events-said-here = What was said here
events-first-trace = Nobody has written about this event yet.
events-first-trace-teach = A hope, a question, a memory: the first trace makes people want to write the next.
events-lasting = For more than three days
events-month-nav = Change the month
events-month-previous = Previous month
events-month-next = Next month
events-month-today = This month
events-day-mon = Monday
events-day-tue = Tuesday
events-day-wed = Wednesday
events-day-thu = Thursday
events-day-fri = Friday
events-day-sat = Saturday
events-day-sun = Sunday
events-day-short-mon = Mon
events-day-short-tue = Tue
events-day-short-wed = Wed
events-day-short-thu = Thu
events-day-short-fri = Fri
events-day-short-sat = Sat
events-day-short-sun = Sun

events-category-exhibition = Exhibition
events-category-theatre = Theatre
events-category-performance = Dance, circus, performance
events-category-music = Music
events-category-film = Film
events-category-talk = Talk, debate
events-category-tour = Tour
events-category-workshop = Workshop
events-category-reading = Reading
events-category-family = Families
events-category-party = Party
events-category-meeting = Gathering

events-access-step-free = Step-free access
events-access-hearing-loop = Hearing loop
events-access-sign-language = Sign language
events-access-captions = Captions or surtitles
events-access-audio-description = Audio description
events-access-relaxed = Relaxed session
events-access-easy-to-read = Easy to understand
events-access-quiet-room = Quiet room

events-error-title = Give a title of at least three characters.
events-error-long = This text is too long.
events-error-day = Give a day, such as 2026-12-12.
events-error-hour = Give the hour it begins, or tick “all day”.
events-error-time = This time or date cannot be read.
events-error-end = The end comes after the beginning.
events-error-too-long = An event lasts two years at most.
events-error-doors = Doors open before the beginning.
events-error-address = Give an address that begins with https://.
events-error-ticket = Give the address of the tickets, since people book there.
events-error-capacity = The capacity is a number of seats, at least one.
events-error-party = Give a number of people between 1 and 50.
events-error-coordinates = Give decimal degrees: 47.2184 and -1.5536, for example.
events-error-pictures = An event has twelve pictures at most.
events-error-artworks = One of these artworks is no longer in the catalogue.
events-error-every = Choose how often.
events-error-repeat-none = No other date falls before that day.
events-error-repeat-many = That would make more than a hundred dates: choose a nearer day.

# Staff
events-staff-new = New event
events-staff-title = Title
events-staff-state = State
events-staff-off = Cancelled or postponed
events-staff-copy = Copy
events-staff-proposed = Proposed by { $name }
events-staff-repeats = Repeats
events-staff-empty-teach = Announce a first event: it appears at once in the programme, in subscribed calendars and on the fediverse.
events-staff-saved = The event is saved.
events-staff-deleted = The event is deleted.
events-staff-repeated = { $count ->
    [one] One date was added.
   *[other] { $count } dates were added.
}
events-staff-what = The event
events-staff-description-fr = Presentation in French
events-staff-description-en = Presentation in English
events-staff-lines = One name a line.
events-staff-zone = Days and hours of the venue ({ $zone }).
events-staff-day = Day
events-staff-hour = Begins at
events-staff-end-day = Last day
events-staff-end-day-hint = For what lasts several days.
events-staff-end = Ends at
events-staff-end-hint = Without an hour, the end is not shown.
events-staff-all-day = All day
events-staff-all-day-hint = Without hours: an exhibition, a festival.
events-staff-where = Where
events-staff-elsewhere = Elsewhere, or online
events-staff-elsewhere-fold = Outside our walls
events-staff-place-name = Name of the place
events-staff-street = Street and number
events-staff-postal-code = Postal code
events-staff-town = Town
events-staff-country = Country
events-staff-latitude = Latitude
events-staff-longitude = Longitude
events-staff-online-hint = The address where people follow the event from afar.
events-staff-coming = Coming
events-staff-price-hint = As on the poster: “€8, €5 reduced”, “Free”.
events-staff-ticket-url = Address of the tickets
events-staff-rsvp = Answers
events-staff-rsvp-open = People answer here, or from the fediverse
events-staff-rsvp-open-hint = One list, wherever the answers come from.
events-staff-rsvp-elsewhere = People book tickets
events-staff-rsvp-none = No answer needed
events-staff-capacity-hint = Empty: nobody counts.
events-staff-party = People per answer, at most
events-staff-audience = For whom
events-staff-audience-public = Everybody
events-staff-audience-members = Members
events-staff-audience-members-hint = The event does not leave this server.
events-staff-audience-regulars = Members who have come at least three times
events-staff-audience-regulars-hint = Counted at the door of an event, ticked or by code. Other members see the event and cannot answer it.
events-staff-draft-hint = Only staff see it.
events-staff-full-hint = For seats that go elsewhere; otherwise the capacity is enough.
events-staff-cancelled-hint = The page stays, and everybody is told once.
events-staff-recap-hint = Afterwards: a sentence, a link, thanks.
events-staff-recap-fr = In French
events-staff-recap-en = In English
events-staff-repeat = Add more dates
events-staff-repeat-explain = Each date becomes an event of its own, which can then be changed alone.
events-staff-every = How often
events-staff-until = Until
events-staff-repeat-do = Add these dates
events-every-day = Every day
events-every-week = Every week
events-every-fortnight = Every second week
events-every-month = Every month, same day of the same week
events-staff-delete = Delete this event
events-staff-delete-explain = The page disappears for good, here and on the fediverse. For an event that will not take place, choose “Cancelled” instead.
events-staff-delete-confirm = Delete this event and what was said about it?
events-import = Import events
events-import-intro = A calendar (.ics) or a table (.csv). Nothing is written before you have seen the differences.
events-import-file = File
events-import-file-hint = The same file, imported twice, changes nothing.
events-import-text = Or the text of the file
events-import-text-hint = Paste a calendar or a table here.
events-import-source = Where it comes from
events-import-source-hint = Empty: the name of the calendar or the file. Under the same name, you will also see what vanished from the file.
events-import-as-drafts = Keep new events as drafts
events-import-as-drafts-hint = Otherwise they are announced at once, here and on the fediverse.
events-import-as-drafts-said = New events stay drafts.
events-import-columns-explain = uid, title and start are enough. A column that is not there leaves the event as it is. Dates are written 2027-01-16 20:00, or 2027-01-16 for a whole day; lists are separated by an upright stroke. Pictures are given by their address, each with what it shows (alt_fr or alt_en); they are copied here soon after.
events-import-from = From: { $source }.
events-import-pasted = pasted text
events-import-created = to create
events-import-done-created = created
events-import-done-changed = changed
events-import-did = What changed
events-import-changed = to change
events-import-unchanged = unchanged
events-import-refused = refused
events-import-differences = Differences with the programme
events-import-row-created = New
events-import-row-changed = Changed
events-import-row-refused = Refused
events-import-nothing = (empty)
events-import-same = Everything is in the programme already.
events-import-more = { $count ->
    [one] And { $count } more line.
   *[other] And { $count } more lines.
}
events-import-confirm = { $count ->
    [one] Import { $count } event
   *[other] Import { $count } events
}
events-import-done = The import is done.
events-import-see = See the programme
events-import-vanished = No longer in this file
events-import-vanished-explain = These events came from the same source and are not there any more. Nothing is taken away without you: open them to call them off or delete them.
events-export = Download the programme
events-import-error-uid = What identifies the event (uid) is missing, or longer than 400 characters.
events-import-error-own = This event comes from this programme already.
events-import-error-unknown = This identifier is one of this programme, but the event is not in it.
events-import-error-withdrawn = This event was deleted here; the import does not bring it back.
events-import-error-value = { $column }: “{ $value }” cannot be read.
events-import-error-calendar = This calendar cannot be read.
events-import-error-start = A readable beginning is missing.
events-import-error-zone = The time zone { $zone } is not known.
events-import-error-rule = How this event repeats is not understood.
events-import-error-exrule = This event leaves dates out by a rule (EXRULE), which the format no longer allows: give them one by one (EXDATE).
events-import-error-onwards = This change holds for one date and all after it (RANGE=THISANDFUTURE): export it date by date, or as another event.
events-import-error-over = No date of this repetition is near.
events-import-error-often = This event repeats more than { $count } times in a year.
events-import-error-private = The calendar says that this event is private.
events-import-picture = Picture of the event: { $title }
events-embed-title = Embed elsewhere
events-embed-intro = The programme in the page of another site. Filter first, then copy one of the two texts.
events-embed-frame = A frame
events-embed-frame-explain = No script, no cookie. Light or dark as the device says: add theme=light or theme=dark to the address to choose, max=5 to show fewer events, lang=fr for French.
events-embed-element = An element
events-embed-element-explain = A list in the fonts and colours of the page. The attribute max says how many events to show, venue takes the programme of another venue. Without an answer, the link stays.
events-embed-feeds = For other programs
events-embed-feed-ics = Calendar (iCalendar)
events-embed-feed-atom = Feed (Atom)
events-embed-feed-json = Data (OpenAgenda)
events-embed-oembed = Editors that know oEmbed (WordPress, for instance) show an event or a work as soon as its address is pasted.
events-embed-preview = See the frame
events-embed-all = The whole programme
events-embed-beside = links open in a new tab
events-by-map = Map
events-map-title = The programme on a map
events-map-north = N
events-map-how = Positions and distances only, without streets: nothing is asked of another site.
events-map-here = Where the two lines cross: { $here }.
events-map-mark = { $place }: { $count ->
    [one] { $count } event
   *[other] { $count } events
}
events-map-journey = { $far } { $way }
events-map-way-north = to the north
events-map-way-north-east = to the north-east
events-map-way-east = to the east
events-map-way-south-east = to the south-east
events-map-way-south = to the south
events-map-way-south-west = to the south-west
events-map-way-west = to the west
events-map-way-north-west = to the north-west
events-map-far = too far to be drawn
events-map-none = No event has a position.
events-map-none-teach = The list shows them all.
events-map-one = Everything takes place in one spot: { $place }.
events-map-nowhere = { $count ->
    [one] { $count } event has no position.
   *[other] { $count } events have no position.
}
events-map-list = See the list
