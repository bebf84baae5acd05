# Images : pourquoi l’une d’elles n’a pas été prise.
media-refused-kind = Ce fichier n’est pas une image JPEG, PNG, WebP ou GIF.
media-refused-size = Cette image a trop de pixels : 12 000 par côté et 50 millions en tout au plus.
media-refused-damaged = Cette image est abîmée et ne peut pas être lue.
