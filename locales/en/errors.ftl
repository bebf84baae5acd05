# Error pages: short, and never the reader's fault.
error-ref = Error { $status }
error-not-found-title = This page does not exist
error-not-found-text = The address may have changed, or a letter may have slipped.
error-gone-title = This page was withdrawn
error-gone-text = What stood here was withdrawn, by whoever published it or by the venue. Nothing is left to show.
error-forbidden-title = This page is reserved
error-forbidden-text = It needs an account with access to it.
error-too-large-title = That is too heavy
error-too-large-text = It is more than the server can take. Try with less, or something smaller.
error-slow-down-title = One moment
error-slow-down-text = Many requests are coming in at once. Nothing is lost: try again in a moment.
error-internal-title = Something gave way on our side
error-internal-text = It has been noted. Please come back in a few minutes.
error-sign-in-title = Please sign in
error-sign-in-text = This page belongs to an account.
error-invalid-title = Something is missing
error-invalid-text = One of the answers could not be read. Go back: your words are still there.
error-conflict-title = Already done, or done differently
error-conflict-text = Someone acted in the meantime. Reload the previous page to see how things stand.
error-no-room-title = The server has run out of room
error-no-room-text = Nothing new can be saved for now. The pages stay open, and the venue’s technician needs to free some disk space.
error-unavailable-title = A short pause
error-unavailable-text = The database is not answering right now. If you had just sent something, check before you send it again: it may have been saved.
error-other-title = This request did not succeed
error-other-text = The server could not answer it.
error-retry-after = { $seconds ->
    [one] Try again in { $seconds } second.
   *[other] Try again in { $seconds } seconds.
}
error-reference = To quote if you write to the venue:
error-see-artworks = See the artworks
error-home = Back to the home page
error-form-unreadable = The form arrived incomplete. Please send it again.
error-form-too-large = The form is too long.
error-file-too-large = This file is too large.
error-forbidden-role = Your role does not allow this.
error-forbidden-origin = This form did not come from a page of this site.
error-conflict-author = These words were written by somebody else on this device.
