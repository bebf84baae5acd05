# People and their account.
accounts-since = here since { $date }
accounts-traces = { $count ->
    [0] no words yet
    [one] { $count } word
   *[other] { $count } words
}
accounts-followers = { $count ->
    [0] no followers yet
    [one] { $count } follower
   *[other] { $count } followers
}
accounts-suspended = This account is suspended.
accounts-edit-profile = Edit my profile
accounts-moderate = Moderate this account
accounts-said = Their words
accounts-nothing-yet = Nothing written here for now.
accounts-sign-in-title = Sign in
accounts-login = Username or e-mail address
accounts-password = Password
accounts-sign-in-go = Sign in
accounts-no-account = No account yet?
accounts-have-fediverse = Already on Mastodon or elsewhere in the fediverse?
accounts-have-fediverse-text = You need no account here. Follow the venue and reply from home: your words will appear beneath the artworks.
accounts-have-fediverse-go = Go on from my server
accounts-sign-up-title = Create an account
accounts-sign-up-intro = A name, an address, and you can write beneath the artworks of { $venue }.
accounts-sign-up-closed = Registrations are closed.
accounts-sign-up-closed-teach = With an account on Mastodon or any other fediverse server, you can take part all the same.
accounts-sign-up-go = Create my account
accounts-already = Already have an account?
accounts-name = Display name
accounts-name-hint = A first name or a nickname is enough.
accounts-handle = Username
accounts-handle-hint = Unaccented letters, digits and underscores. Your address will be @username@{ $domain }
accounts-email = E-mail address
accounts-email-hint = Never shown. It is what you sign in with.
accounts-password-hint = At least twelve characters. A short sentence works very well.
accounts-password-optional-hint = Without a password, a code is sent to you each time you sign in. Otherwise at least twelve characters: a short sentence works very well.
accounts-agree = I agree to
accounts-rules = the rules of this place
accounts-account-title = My account
accounts-see-profile = See my profile
accounts-profile = Profile
accounts-bio = About you
accounts-bio-hint = A few lines, visible to everyone.
accounts-avatar = Portrait
accounts-avatar-hint = JPEG, PNG or WebP, 4 MB at most.
accounts-lang = Interface language
accounts-discoverable = My profile may appear in lists
accounts-discoverable-hint = Otherwise only your posts lead to it.
accounts-password-current = Current password
accounts-password-new = New password
accounts-password-change = Change password
accounts-sessions = Signed-in devices
accounts-sessions-explain = A device you do not recognise? Close its session, then change your password.
accounts-session-current = this device
accounts-session-seen = Seen { $when }
accounts-session-close = Close session
accounts-sessions-close-others = Close all other sessions
accounts-data = My data
accounts-data-explain = Everything you have published is yours. You can withdraw your words one by one, or close your account.
accounts-close-account = Close my account

# Staff
accounts-see-profile-of = See the profile
accounts-staff-new = New account
accounts-staff-filters = Filter the accounts
accounts-staff-search = Name or address
accounts-staff-role = Role
accounts-staff-count = { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}
accounts-staff-last-seen = Last seen
accounts-staff-active = Active
accounts-staff-suspended = Suspended
accounts-staff-none = No account matches.
accounts-staff-access = Access
accounts-staff-suspend = Suspend the account
accounts-staff-suspend-confirm = Suspend this account? Its sessions will be closed.
accounts-staff-restore = Restore the account
accounts-staff-handle-hint = Unaccented letters, digits and underscores. It will not change again.
accounts-staff-password = First password
accounts-staff-password-hint = At least twelve characters. Pass it on in person, and ask them to change it when they first sign in.
accounts-staff-end-sessions = Close all their sessions
accounts-staff-created = The account @{ $handle } is ready.
accounts-staff-saved = The account is saved.
accounts-staff-suspended-now = The account is suspended and its sessions are closed.
accounts-staff-restored = The account is restored.
accounts-staff-sessions-ended = All sessions of this account are closed.
accounts-role-member = Member
accounts-role-member-hint = Takes part, without access to the staff pages.
accounts-role-mediator = Mediation
accounts-role-mediator-hint = Looks after artworks, places and words.
accounts-role-moderator = Moderation
accounts-role-moderator-hint = Also decides which people and servers are blocked.
accounts-role-admin = Administration
accounts-role-admin-hint = Also runs the venue’s settings and accounts.

# What forms are answered
accounts-sign-in-needed = This page belongs to an account.
accounts-signed-up = If this address had no account yet, it is ready: sign in with your password. If it had one, nothing about it has changed.
accounts-profile-saved = Your profile is saved.
accounts-password-changed = The password is changed. The other devices are signed out, and none is notified any more.
accounts-session-closed = The session is closed.
accounts-sessions-closed = The other sessions are closed, and no device is notified any more.
accounts-avatar-remove = Remove this portrait
accounts-close-explain = Your profile, your e-mail address and your password are erased at once. Your words are withdrawn here, and other servers are asked to do the same.
accounts-close-for-good = This is final, and your username will never be given to anybody else.
accounts-close-password-hint = To be sure that it is you.
accounts-elsewhere = This person writes from another server of the fediverse.
accounts-elsewhere-go = See their profile at home
accounts-said-here = Their words here
accounts-error-email = This does not look like an e-mail address.
accounts-error-email-taken = This address has an account already.
accounts-error-handle = From 2 to 30 unaccented letters, digits or underscores.
accounts-error-handle-taken = This username is taken.
accounts-error-handle-reserved = This username is kept for the venue.
accounts-error-password-short = It takes at least twelve characters.
accounts-error-password-long = No more than 128 characters.
accounts-error-password-simple = Too easy to guess: vary the characters.
accounts-error-password-wrong = This is not your current password.
accounts-error-agree = You need to agree to the rules of the place.
accounts-error-name-missing = A name is missing.
accounts-error-name-long = No more than 80 characters.
accounts-error-bio-long = No more than 500 characters.
accounts-error-sign-in = This name and this password do not go together.
accounts-error-last-admin = This is the only account that runs the venue: give that role to another account first.
accounts-notices = Messages from the team
accounts-notice-from = The venue’s team
accounts-notice-about = about
accounts-notice-read = I have read this

# Letters to sign in with
accounts-address-title = E-mail address
accounts-address-explain = A letter goes to the new address. Nothing changes until you open its link; the old address will be told.
accounts-address-field = New address
accounts-address-ask = Send the letter
accounts-address-sent = A letter is on its way to { $email }. Its link is good for a day.
accounts-address-confirm = Take this address
accounts-address-confirm-intro = Sign in with { $email } from now on?
accounts-address-done = Done: your new address is in place.
accounts-address-expired-teach = A link is good for a day and one use. Ask for another.
accounts-address-new-subject = Your new address for { $venue }
accounts-address-new-letter = You asked to sign in to { $venue } with this address. Open this link in the browser where you are signed in. It is good for a day.
accounts-address-new-closing = You asked for nothing? Do nothing: without this link nothing changes.
accounts-address-taken-subject = This address already has an account at { $venue }
accounts-address-taken-letter = Somebody wanted to use this address for another account at { $venue }. It has one already: sign in with it, or close that account to free it.
accounts-address-taken-closing = It was not you? Do nothing: nothing changed, and nobody learned that this address has an account.
accounts-address-changed-subject = Your address for { $venue } has changed
accounts-address-changed-letter = Your account at { $venue } has another address from now on. This one does not open it any more.
accounts-address-changed-closing = It was not you? Write to the venue’s team without delay.
accounts-letter-instead = Get a code by e-mail, or replace a forgotten password
accounts-letter-title = Sign in by e-mail
accounts-letter-intro = Type your address: if an account goes with it, a six-digit code arrives within a minute.
accounts-letter-ask = Send me a code
accounts-letter-again = Send me another code
accounts-letter-password-instead = Sign in with a password
accounts-code-title = Your code
accounts-code-intro = If an account goes with this address, an e-mail has just left. It holds a six-digit code.
accounts-code = Code
accounts-code-hint = Six digits, good for a quarter of an hour. Have a look among the junk mail too.
accounts-error-code = This is not the code, or it is not good any more. After three tries, ask for another.
accounts-link-intro = One more step and you are signed in on this device.
accounts-link-expired = This link is not good any more.
accounts-link-expired-teach = A link works once, for a quarter of an hour.
accounts-letter-subject = { $code } is your code for { $venue }
accounts-letter-code = Here is the code to sign in to { $venue }. It is good for a quarter of an hour, on the device that asked for it.
accounts-letter-open = Sign in on another device
accounts-letter-closing = You did not ask for this? Do nothing: without the code nobody gets in. Give it to nobody, not even to the staff.

# What one shows of oneself
accounts-spoken = Languages you speak
accounts-spoken-hint = French, sign language, English… as you like.
accounts-speaks = Speaks { $languages }
accounts-fields = A few more lines
accounts-fields-hint = A label and its value: a website, a studio, your pronouns.
accounts-field-name = Label { $n }
accounts-field-value = Value { $n }
accounts-openness = What others see
accounts-lists-traces = My words are gathered on my profile
accounts-lists-traces-hint = Otherwise they are found under artworks and places only.
accounts-shows-follows = Others can see whom I follow
accounts-approves-followers = I accept myself who follows me
accounts-approves-followers-hint = Requests wait among your people.
accounts-not-listed = This person does not gather their words here.
accounts-error-field-half = Give a label and a value, or neither.
accounts-error-field-long = Four lines at most, of 255 characters at most.
accounts-error-spoken-long = No more than 100 characters.

# Ways in
accounts-ways = Other ways to sign in
accounts-ways-explain = A Mastodon account can open the door instead of a password.
accounts-password-none = This account has no password.
accounts-password-choose = Choose a password
accounts-prove-first = Before going further, show once more that it is you.
accounts-prove-go = Sign in again
