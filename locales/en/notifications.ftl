# What a member is told.
notifications-title = Notifications
notifications-settings = Notification settings
notifications-new = New
notifications-read = Read
notifications-read-all = Mark all as read ({ $count })
notifications-said-read = Everything is marked as read.
notifications-none = Nothing yet.
notifications-none-teach = Leave a word, follow an artwork or a place: what concerns you will stand here.
notifications-notice = The team wrote to you: read it on your account page
notifications-line-answer = { $who } answered your words: { $title }
notifications-line-thanks = The venue thanks you for your words: { $title }
notifications-line-pinned = Your words are pinned on top of the thread: { $title }
notifications-line-shown = Your words are published: { $title }
notifications-line-hidden = The team hid your words: { $title }
notifications-line-request = { $who } asks to follow you
notifications-line-follower = { $others ->
    [0] { $who } follows you
    [one] { $who } and one other person follow you
   *[other] { $who } and { $others } other people follow you
}
notifications-line-like = { $others ->
    [0] { $who } likes your words: { $title }
    [one] { $who } and one other person like your words: { $title }
   *[other] { $who } and { $others } other people like your words: { $title }
}
notifications-line-news = { $who } left a word: { $title }
notifications-line-new = A new artwork: { $title }
notifications-kind-answer = An answer to your words
notifications-kind-thanks = Thanks from the venue
notifications-kind-pinned = Your words pinned
notifications-kind-shown = Your words read and published
notifications-kind-hidden = Your words hidden
notifications-kind-request = A request to follow you
notifications-kind-follower = Somebody follows you
notifications-kind-like = A like or a share
notifications-kind-news = Something new where you follow
notifications-ways = By which way
notifications-what = What
notifications-channel-site = Here
notifications-channel-mail = By mail
notifications-channel-push = On the device
notifications-rhythm = An e-mail that sums up
notifications-rhythm-never = Never
notifications-rhythm-weekly = On Monday mornings
notifications-rhythm-daily = Every morning
notifications-rhythm-next = The next one leaves on { $date }. Nothing new, no e-mail.
notifications-no-mail = This venue sends no e-mail.
notifications-error-rhythm = Choose how often.
notifications-error-device = This device gives no address to be told at.
notifications-said-saved = Your choices are saved.
notifications-said-device = This device will be told.
notifications-said-device-gone = The device will not be told any more.
notifications-devices = Your devices
notifications-devices-hint = A device on this list is told at once, even when the page is closed. The message is sealed: nobody reads it on its way.
notifications-device-add = Tell me on this device
notifications-device-since = since { $date }
notifications-device-remove = Remove
notifications-push-denied = The browser refuses notifications for this site: its settings decide.
notifications-digest-subject = { $count ->
    [one] News from { $venue }
   *[other] { $count } news from { $venue }
}
notifications-digest-intro-daily = Since the last e-mail:
notifications-digest-intro-weekly = This week:
notifications-digest-intro-never = Since the last e-mail:
notifications-digest-more = { $more ->
    [one] And one more.
   *[other] And { $more } more.
}
notifications-digest-open = See everything
notifications-digest-closing = You get this e-mail because you chose it in your notification settings.
notifications-digest-stop = Stop these e-mails
notifications-stop-title = Stop the e-mails
notifications-stop-ask = The e-mail that sums up your notifications will not leave any more. You can ask for it again in your settings.
notifications-stop = Stop these e-mails
notifications-stop-done = Done: you will not get this e-mail any more.
notifications-line-event = A new event: { $title }
notifications-line-promoted = There is room for you: { $title }
notifications-line-reminder = It is tomorrow: { $title }
notifications-line-changed = Something changed: { $title }
notifications-line-called-off = It will not take place, or not with you: { $title }
notifications-line-called-off-gone = An event you were coming to will not take place
notifications-line-message = The venue writes to you: { $title }
notifications-kind-promoted = A seat that comes free for you
notifications-kind-reminder = The reminder of the day before
notifications-kind-changed = An event you are coming to changes
notifications-kind-called-off = An event you were coming to is cancelled
notifications-kind-message = A message of the venue to those who come
notifications-line-proposal-accepted = Your proposal is in the programme: { $title }
notifications-line-proposal = { $who } proposes an event
notifications-kind-proposal = An event proposed to the team
notifications-line-proposal-declined = Your proposal of an event was not taken
notifications-kind-proposal-accepted = Your proposal of an event is accepted
notifications-kind-proposal-declined = Your proposal of an event is not taken
