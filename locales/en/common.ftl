# Words of the frame and of the shared components.
skip-to-content = Skip to content
nav-main = Main navigation
nav-breadcrumb = Breadcrumb
nav-artworks = Artworks
nav-places = Places
nav-events = Programme
nav-about = About
nav-follow = Follow
nav-staff = Staff
nav-account = My account
nav-sign-in = Sign in
nav-sign-out = Sign out
footer-accessibility-none = Accessibility: not conforming
footer-accessibility-partial = Accessibility: partly conforming
footer-accessibility-full = Accessibility: fully conforming
footer-charter = Charter
footer-privacy = Privacy
footer-legal = Legal notice
footer-source = Source code
theme-label = Appearance
theme-auto = System
theme-light = Light
theme-dark = Dark
flash-ok = Done.
flash-warn = Please note:
flash-error = That did not work.
pager-label = Pages
pager-previous = Previous page
pager-next = Next page
pager-newer = Newer
pager-older = Older
pager-where = Page { $page } of { $pages }
filter-all = All
filter-apply = Filter
filter-reset = Show everything
picture-enlarge = Enlarge
picture-none = No picture yet
progress-where = { $done } of { $total }
form-errors = { $count ->
    [one] One answer needs another look
   *[other] { $count } answers need another look
}
form-optional = (optional)
form-save = Save
form-cancel = Cancel
form-characters-left = { "{n}" } characters left
feelings-label = What was felt here
feeling-wonder = wonder
feeling-joy = joy
feeling-calm = calm
feeling-tenderness = tenderness
feeling-melancholy = melancholy
feeling-curiosity = curiosity
feeling-unease = unease
feeling-anger = anger
trace-leave = Leave a word
trace-state-pending = Waiting to be read: only you and the staff can see these words
trace-state-hidden = Hidden by the staff
trace-from-fediverse = from the fediverse
trace-venue-voice = the venue’s voice
trace-staff-voice = staff
trace-about = on
trace-edited = edited
trace-likes = { $count ->
    [one] { $count } person likes this
   *[other] { $count } people like this
}
trace-boosts = { $count ->
    [one] shared once
   *[other] shared { $count } times
}
trace-reply = Reply
trace-reply-remote = Reply from my server
trace-to = to { $name }
trace-of = the words of { $name }
trace-withdraw = Withdraw
trace-withdraw-confirm = Withdraw these words? Other servers will be asked to forget them.
trace-moderate = Moderate
trace-form-label = Leave a word
trace-form-hint = What you see, what it brings back, a question. Your words will be public.
trace-form-hint-pending = What you see, what it brings back, a question. The staff read before publishing.
trace-form-send = Publish
trace-form-replying = You are replying to { $name }.
trace-form-cancel = Stop replying
live-new-trace = A new word has just arrived.
palette-label = Preview of the palette
palette-day = By day
palette-night = By night
palette-title = The Low Banks
palette-maker = Anna Delorme, 1963
palette-button = Leave a word
palette-voice = Let’s talk about it on Thursday, in front of the work.
form-save-stay = Save and stay
trace-state-withheld = Hidden: this person or their server is blocked
trace-here-only = here only
trace-edit = Edit
trace-report = Report
trace-pin = Pin
trace-unpin = Unpin
trace-form-share = Also show on the fediverse
trace-form-share-hint = Otherwise your words stay on this site.
trace-form-as-venue = On behalf of the venue
nav-account-unread = a message is waiting for you
trace-gone-hidden = Words hidden by the venue’s team
trace-gone-withdrawn = Words withdrawn by whoever wrote them
trace-gone-read = Read
flash-undo = Undo

# A sound: played, drawn, described.
trace-sound-of = A sound by { $name }
sound-download = Download this sound
sound-no-summary = What is heard is not written yet.
sound-describe = What is heard, in one sentence (needed before this sound is projected)
trace-may-wall = the venue may show it on its screens
trace-may-publications = the venue may use it in its publications

# The form: sound, picture, where it goes.
trace-form-longest = { $count } characters at most.
trace-form-sound = Add a sound
trace-form-sound-held = Your sound, kept
trace-form-sound-without = Leave this sound out
trace-form-sound-file = Choose a sound
trace-form-sound-hint = Thirty seconds at most. The name of your device and where you recorded it are erased from the file.
trace-form-sound-summary = What is heard
trace-form-sound-summary-hint = One sentence for those who cannot hear it. Without it, the sound is never projected.
trace-form-picture = Add a picture
trace-form-picture-without = Leave this picture out
trace-form-picture-file = Choose a picture
trace-form-picture-hint = JPEG, PNG, WebP or GIF. Where and with what it was taken is erased from the file.
trace-form-picture-alt = What the picture shows
trace-form-picture-alt-hint = One sentence for those who cannot see it; it always goes with the picture.
trace-form-where = Where it goes, what the venue may do with it
trace-form-here = Your words stay on this site.
trace-reuse = May the venue use what you leave?
trace-reuse-hint = You decide. You can change your mind at any time, under “Edit”.
trace-reuse-wall = Yes, on the screens and walls of the venue
trace-reuse-publications = Yes, in its publications, with my name
form-file-too-much = This file is too large: { $megabytes } MB at most.
recorder-record = Record a sound
recorder-stop = Stop
recorder-discard = Erase and start again
recorder-going = Recording: { "{most}" } seconds at most.
recorder-done = Your sound is ready: listen to it before you publish.
recorder-denied = The microphone cannot be reached. You can choose a file.
recorder-name = Your recording

# Without a network.
offline-title = You are offline
offline-say = This page is not kept on your device. What you read lately can still be read, and what you write waits here for the network.
offline-portal = The venue’s Wi-Fi may ask you to accept its terms: open the network settings of your device.
offline-home = Go to the front page
outbox-title = What waits to be sent
outbox-none = Nothing waits: everything was sent.
outbox-waiting-one = Offline – 1 trace waiting. It will leave as soon as the network is back.
outbox-waiting-many = Offline – { "{n}" } traces waiting. They will leave as soon as the network is back.
outbox-stuck-one = 1 trace could not be sent.
outbox-stuck-many = { "{n}" } traces could not be sent.
outbox-sent-one = The network is back: your trace was sent.
outbox-sent-many = The network is back: your { "{n}" } traces were sent.
outbox-wordless = (without words)
outbox-waiting = Waiting for the network
outbox-refused = Refused: to be corrected on its page
outbox-expired = Kept for more than two days: it will not leave by itself any more
outbox-see = See
outbox-page = Open its page
outbox-again = Try again
outbox-erase = Erase
