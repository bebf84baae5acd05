# One trace at its own address.
traces-title = { $name }, on { $title }
traces-in-reply = In reply to
traces-see-all = See everything that was said
traces-withdraw-title = Withdraw these words?
