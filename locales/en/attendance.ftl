# Coming to an event: answers, letters, the team’s list, the door.
attendance-title = Coming
attendance-count-going = { $count ->
    [0] Nobody has signed up yet
    [one] { $count } person is coming
   *[other] { $count } people are coming
}
attendance-count-maybe = { $count ->
    [one] { $count } maybe
   *[other] { $count } maybe
}
attendance-count-left = { $count ->
    [one] { $count } seat left
   *[other] { $count } seats left
}
attendance-count-full = Full
attendance-count-waiting = { $count ->
    [one] { $count } person waiting
   *[other] { $count } people waiting
}
attendance-mine-going = { $people ->
    [one] You are coming
   *[other] { $people } of you are coming
}
attendance-mine-waiting = { $people ->
    [one] You are on the waiting list
   *[other] You are on the waiting list, { $people } of you
}
attendance-mine-maybe = You may come
attendance-mine-no = You are not coming
attendance-mine-before = { $count ->
    [0] nobody before you
    [one] { $count } booking before you
   *[other] { $count } bookings before you
}
attendance-mine-open = See my answer
attendance-people = Number of people
attendance-people-hint = Yourself included, { $count } at most.
attendance-go = I’m coming
attendance-join-line = Join the waiting list
attendance-change = Change
attendance-maybe = Maybe
attendance-no = I’m not coming
attendance-leave = I can’t come after all
attendance-closed = Answers are closed.
attendance-see-event = See the event
attendance-full-explain = Every seat is taken. You will join the waiting list: when a seat comes free it goes to whoever is first on the list, and they are told.
attendance-by-mail = Without an account, by e-mail
attendance-by-mail-explain = A letter asks you to confirm; your seats are kept from that moment.
attendance-name = Your name
attendance-email = E-mail address
attendance-email-hint = Only the team sees it. It is erased a month after the event.
attendance-ask-letter = Send me the letter
attendance-with-account = With an account
attendance-with-account-explain = One tap, and all your events in one place.
attendance-from-fediverse = From the fediverse
attendance-from-fediverse-mobilizon = On Mobilizon, Friendica or Hubzilla, look up the address below and answer the event like those of your own server.
attendance-from-fediverse-reply = On Mastodon or GoToSocial, reply to the event with “I’m coming”. “How do I sign up?” gets you a small poll in a private message.
attendance-events-title = My events
attendance-events-none = You have not answered any event yet.
attendance-events-none-teach = Open a date of the programme and say that you are coming: you will find it here.
attendance-own-title = My answer
attendance-messages = The venue writes to you
attendance-came = checked in
attendance-qr = Code to show at the door
attendance-qr-explain = Show this code at the door. Your name will do as well.
attendance-declare = I am here
attendance-declare-explain = You are in the room, and the team has not noted that you came in?
attendance-declared = Noted: you were there.
attendance-declare-late = This can no longer be noted.
attendance-noted-going = { $people ->
    [one] Noted, you are coming: { $title }
   *[other] Noted, { $people } of you are coming: { $title }
}
attendance-noted-waiting = You are on the waiting list: { $title }
attendance-noted-maybe = Noted, you may come: { $title }
attendance-noted-no = Noted, you are not coming: { $title }
attendance-letter-sent = A letter is on its way to { $email }. Open its link to confirm.
attendance-error-answer = Choose an answer.
attendance-error-people = Say how many people.
attendance-error-name = Give a name of 120 characters at most.
attendance-error-message = Write a few words.
attendance-error-message-long = This message is too long.
attendance-refused-past = This event is over.
attendance-refused-off = This event was cancelled or postponed.
attendance-refused-not-asked = This event takes no answers here.
attendance-refused-members = This event is for members.
attendance-refused-regulars = This event is for members who have come to { $wanted } events at least. { $came ->
    [0] You have not been counted at one yet.
    [one] You have been to one.
   *[other] You have been to { $came }.
}
attendance-refused-unwelcome = This venue cannot take your answer.
attendance-refused-party = { $count ->
    [one] One answer speaks for one person only.
   *[other] One answer speaks for { $count } people at most.
}
attendance-refused-room = { $count ->
    [one] The room has one seat only.
   *[other] The room has { $count } seats only.
}
attendance-refused-more = { $count ->
    [0] There is no further seat; those you have stay yours.
    [one] There is one further seat only; those you have stay yours.
   *[other] There are { $count } further seats only; those you have stay yours.
}

# Letters and messages
attendance-confirm-title = Confirm that you are coming
attendance-confirm-subject = Please confirm: { $title }
attendance-confirm-letter = { $people ->
    [one] Somebody answered with this address: one person is coming to “{ $title }”, { $when }.
   *[other] Somebody answered with this address: { $people } people are coming to “{ $title }”, { $when }.
}
attendance-confirm-open = Confirm
attendance-confirm-closing = The link is good for three days. If it was not you, ignore this letter: nothing is kept, and the address will be forgotten.
attendance-confirm-ask = { $count ->
    [one] { $name }, you are coming: confirm it and the seat is yours, if there is one left.
   *[other] { $name }, { $count } of you are coming: confirm it and the seats are yours, if there are enough left.
}
attendance-confirm-do = I confirm
attendance-letter-door = At the door, show the code of the page below, or say your name.
attendance-letter-open = See or change my answer
attendance-letter-closing = You receive this letter because you answered an event of { $venue }. The link is yours: please do not pass it on.
attendance-say-going-subject = You are coming: { $title }
attendance-say-going = { $people ->
    [one] Noted: a seat is kept for you at “{ $title }”, { $when }.
   *[other] Noted: { $people } seats are kept for you at “{ $title }”, { $when }.
}
attendance-say-waiting-subject = Waiting list: { $title }
attendance-say-waiting = { $before ->
    [0] Every seat of “{ $title }”, { $when }, is taken. You are first on the waiting list and will be told as soon as there is room.
    [one] Every seat of “{ $title }”, { $when }, is taken. There is one booking before you on the waiting list; you will be told as soon as there is room.
   *[other] Every seat of “{ $title }”, { $when }, is taken. There are { $before } bookings before you on the waiting list; you will be told as soon as there is room.
}
attendance-say-maybe-subject = Maybe: { $title }
attendance-say-maybe = Noted: you may come to “{ $title }”, { $when }. No seat is kept.
attendance-say-no-subject = You are not coming: { $title }
attendance-say-no = Noted: you are not coming to “{ $title }”, { $when }.
attendance-say-promoted-subject = There is room for you: { $title }
attendance-say-promoted = { $people ->
    [one] A seat came free, and it is yours: “{ $title }”, { $when }.
   *[other] Seats came free, and { $people } of you are coming: “{ $title }”, { $when }.
}
attendance-say-removed-subject = Your booking was withdrawn: { $title }
attendance-say-removed = The team withdrew your booking for “{ $title }”, { $when }.
attendance-say-reminder-subject = Tomorrow: { $title }
attendance-say-reminder = A reminder: “{ $title }”, { $when }. If you cannot come after all, please say so: somebody may be waiting for your seat.
attendance-say-changed-subject = Something changed: { $title }
attendance-say-changed = “{ $title }” changed: it is now { $when }. Your answer is kept; change it if this does not suit you any more.
attendance-say-postponed-subject = Postponed: { $title }
attendance-say-postponed = “{ $title }” is postponed. The new date will be announced; your answer is kept.
attendance-say-called-off-subject = Cancelled: { $title }
attendance-say-called-off = “{ $title }”, { $when }, will not take place.
attendance-say-message-subject = About “{ $title }”
attendance-say-message = { $venue } writes to you about “{ $title }”, { $when }:
attendance-undo = To change your mind, reply “I’m not coming”, or open:
attendance-question = Are you coming to “{ $title }”, { $when }?

# The team
attendance-staff-list = The answers
attendance-staff-title = Answers
attendance-staff-filters = Filter the answers
attendance-staff-search = Name or address
attendance-staff-answer = Answer
attendance-staff-any-answer = Any
attendance-staff-channel = Came by
attendance-staff-any-channel = Any way
attendance-staff-who = Who
attendance-staff-people = People
attendance-staff-when = When
attendance-staff-acts = Acts
attendance-staff-count = { $count ->
    [0] No answer
    [one] { $count } answer
   *[other] { $count } answers
}
attendance-staff-nobody = Name forgotten
attendance-staff-place = no. { $place } of the list
attendance-staff-let-in = Let in
attendance-staff-remove = Remove
attendance-staff-remove-confirm = Remove this booking? The person will be told.
attendance-staff-done = Done.
attendance-staff-none = Nobody has answered yet.
attendance-staff-none-teach = Answers of members, by letter and from other servers all arrive here.
attendance-staff-none-found = No answer matches.
attendance-staff-written = The message is on its way, to each person by their own channel.
attendance-export = Table (CSV)
attendance-write = Write to everybody
attendance-write-label = Message
attendance-write-hint = To everybody who is coming, may come or waits: each receives it the way they answered, without seeing the others.
attendance-write-send = Send
attendance-write-confirm = Send this message to the whole list?
attendance-write-earlier = Written before
attendance-answer-going = Coming
attendance-answer-waiting = Waiting
attendance-answer-maybe = Maybe
attendance-answer-no = Not coming
attendance-answer-came = Checked in
attendance-channel-member = This site
attendance-channel-email = Letter
attendance-channel-kiosk = Kiosk
attendance-channel-join = Mobilizon
attendance-channel-invitation = Friendica, Hubzilla
attendance-channel-poll = Poll in a private message
attendance-channel-reply = Plain reply
attendance-channel-door = At the door
attendance-assurance-list = Ticked
attendance-assurance-declared = Says they were there
attendance-assurance-code = Code shown
attendance-door = Door
attendance-door-came = { $came ->
    [0] Nobody has come in yet. Expected: { $expected }.
    [one] { $came } has come in. Expected: { $expected }.
   *[other] { $came } have come in. Expected: { $expected }.
}
attendance-door-wrong = This code is not of this event.
attendance-door-already = This person has already come in with this code.
attendance-door-no-seat = No seat is kept.
attendance-door-code = Code
attendance-door-code-hint = The camera of a phone opens the code by itself; a reader types it here.
attendance-door-open = Let in
attendance-door-search = Look for somebody
attendance-door-list = Who is expected
attendance-door-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
attendance-door-tick = Is here
attendance-door-undo = Undo
attendance-door-in = The arrival is noted.
attendance-door-out = The arrival is no longer noted.
attendance-door-walk-in = Without an answer
attendance-door-walk-in-explain = Somebody comes without having answered: count them here. No name is needed.
attendance-door-walk-in-do = Count them in
attendance-door-name = Name
attendance-door-over = { $count ->
    [one] Counted in: one person more than there are seats.
   *[other] Counted in: { $count } people more than there are seats.
}
moderation-log-attendance-let-in = let somebody in from the waiting list of an event
moderation-log-attendance-removed = took a booking off the list of an event
moderation-log-attendance-message = wrote to everybody on the list of an event
attendance-calendar = In your calendar
attendance-calendar-explain = A private address keeps your calendar up to date: the events you come to, and those you may come to. Anybody who has this address can read them.
attendance-calendar-make = Make an address
attendance-calendar-renew = Change the address
attendance-calendar-renew-confirm = The old address will not open any more. Go on?
attendance-calendar-close = Close this address
attendance-calendar-closed = The address of your calendar is closed.
attendance-calendar-once = Copy this address into your calendar: it is shown only once.
attendance-calendar-open = Open in my calendar
attendance-calendar-since = An address has been open since { $date }.
attendance-card = Your card
attendance-card-intro = A card to show at the door of any event, in place of the code of each answer.
attendance-card-open = See the card
attendance-card-make = Make my card
attendance-card-made = Here is your card. An older one opens nothing any more.
attendance-card-explain = Show this code at the door, on the screen or printed. The team sees your name and notes that you came.
attendance-card-qr = The code of your card, to show at the door
attendance-card-renew = Make another card
attendance-card-renew-confirm = The old card will open nothing any more. Make another?
attendance-card-close = Delete the card
attendance-card-closed = The card is deleted.
attendance-card-no-door = No event takes place at the moment.
attendance-door-card-unanswered = This card is good, but has no seat at this event.
attendance-card-read = Read a card
attendance-card-code = Code of the card
attendance-card-code-hint = Read by a reader, by a phone of the team, or copied from beneath the drawing.
attendance-card-wrong = This is no card of ours, or it was made anew since.
attendance-card-doors = Doors that are open now
attendance-card-no-door-teach = The door of an event opens three hours before it begins.
