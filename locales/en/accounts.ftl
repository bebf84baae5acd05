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
accounts-email-hint = Never shown. It confirms the account and lets you back in.
accounts-password-hint = At least ten characters. A short sentence works very well.
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
accounts-data-explain = Everything you have published is yours. You can take it with you, or close your account.
accounts-export = Download my data
accounts-close-account = Close my account
accounts-close-confirm = Close this account? Your words will be withdrawn here, and other servers will be asked to do the same.

# Staff
accounts-see-profile-of = See the profile
accounts-staff-new = New account
accounts-staff-new-hint = A link to choose a password will be sent to this address.
accounts-staff-invite = Create an invitation
accounts-staff-invitation = Invitation link, valid once and for seven days
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
accounts-staff-unconfirmed = To be confirmed
accounts-staff-none = No account matches.
accounts-staff-access = Access
accounts-staff-reset = Send a link for a new password
accounts-staff-suspend = Suspend the account
accounts-staff-suspend-confirm = Suspend this account? Its sessions will be closed.
accounts-staff-restore = Restore the account
