# Letters of the application.
mail-test-subject = A test letter
mail-test-text = If you can read this, the mail server works.
mail-test-closing = This letter was asked for by the staff.
