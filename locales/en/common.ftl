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
