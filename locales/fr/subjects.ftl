# Les œuvres et les lieux tels qu’on les suit depuis d’autres serveurs.
subjects-summary = Ce qui se dit ici est relayé. Pour laisser un mot, il suffit de répondre. { $venue }
subjects-field-venue = Lieu
subjects-field-artwork = Cartel
subjects-field-place = Cartel
subjects-field-event = Date
