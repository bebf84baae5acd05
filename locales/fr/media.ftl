# Images : pourquoi l’une d’elles n’a pas été prise.
media-refused-kind = Ce fichier n’est pas une image JPEG, PNG, WebP ou GIF.
media-refused-size = Cette image a trop de pixels : 12 000 par côté et 50 millions en tout au plus.
media-refused-damaged = Cette image est abîmée et ne peut pas être lue.
media-refused-address = Cette image est à une adresse où le serveur ne va pas.
media-refused-weight = Ce fichier est trop lourd : 16 Mo au plus.
media-refused-away = Le serveur de cette image ne répond pas.
