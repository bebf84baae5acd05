# People and their account.
people-since = here since { $date }
people-traces = { $count ->
    [0] no words yet
    [one] { $count } word
   *[other] { $count } words
}
people-followers = { $count ->
    [0] no followers yet
    [one] { $count } follower
   *[other] { $count } followers
}
people-suspended = This account is suspended.
people-edit-profile = Edit my profile
people-moderate = Moderate this account
people-said = Their words
people-nothing-yet = Nothing written here for now.
people-sign-in-title = Sign in
people-login = Username or e-mail address
people-password = Password
people-sign-in-go = Sign in
people-no-account = No account yet?
people-have-fediverse = Already on Mastodon or elsewhere in the fediverse?
people-have-fediverse-text = You need no account here. Follow the venue and reply from home: your words will appear beneath the artworks.
people-have-fediverse-go = Go on from my server
people-sign-up-title = Create an account
people-sign-up-intro = A name, an address, and you can write beneath the artworks of { $venue }.
people-sign-up-closed = Registrations are closed.
people-sign-up-closed-teach = With an account on Mastodon or any other fediverse server, you can take part all the same.
people-sign-up-go = Create my account
people-already = Already have an account?
people-name = Display name
people-name-hint = A first name or a nickname is enough.
people-handle = Username
people-handle-hint = Unaccented letters, digits and underscores. Your address will be @username@{ $domain }
people-email = E-mail address
people-email-hint = Never shown. It confirms the account and lets you back in.
people-password-hint = At least ten characters. A short sentence works very well.
people-agree = I agree to
people-rules = the rules of this place
people-account-title = My account
people-see-profile = See my profile
people-profile = Profile
people-bio = About you
people-bio-hint = A few lines, visible to everyone.
people-avatar = Portrait
people-avatar-hint = JPEG, PNG or WebP, 4 MB at most.
people-lang = Interface language
people-discoverable = My profile may appear in lists
people-discoverable-hint = Otherwise only your posts lead to it.
people-password-current = Current password
people-password-new = New password
people-password-change = Change password
people-sessions = Signed-in devices
people-sessions-explain = A device you do not recognise? Close its session, then change your password.
people-session-current = this device
people-session-seen = Seen { $when }
people-session-close = Close session
people-sessions-close-others = Close all other sessions
people-data = My data
people-data-explain = Everything you have published is yours. You can take it with you, or close your account.
people-export = Download my data
people-close-account = Close my account
people-close-confirm = Close this account? Your words will be withdrawn here, and other servers will be asked to do the same.
