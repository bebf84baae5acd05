# Mail that does not leave.
mail-trouble = E-mail
mail-trouble-count = { $waiting ->
    [0] No letter is waiting
    [one] One letter is waiting for another try
   *[other] { $waiting } letters are waiting for another try
}{ $given_up ->
    [0] .
    [one] , one was given up.
   *[other] , { $given_up } were given up.
}
mail-trouble-refused = The mail server refused the last letter (it answered { $code }).
mail-trouble-later = The mail server asks to wait (it answered { $code }).
mail-trouble-silent = The mail server does not answer in time.
mail-trouble-unsafe = The connection to the mail server is not safe.
mail-trouble-away = The mail server cannot be reached.
mail-trouble-other = The last letter could not be sent.
mail-again = Try now
mail-said-again = The waiting letters are on their way again.
