# Images : pourquoi l’une d’elles n’a pas été prise.
media-refused-kind = Ce fichier n’est pas une image JPEG, PNG, WebP ou GIF.
media-refused-size = Cette image a trop de pixels : 12 000 par côté et 50 millions en tout au plus.
media-refused-damaged = Cette image est abîmée et ne peut pas être lue.
media-refused-address = Cette image est à une adresse où le serveur ne va pas.
media-refused-weight = Ce fichier est trop lourd : 16 Mo au plus.
media-refused-away = Le serveur de cette image ne répond pas.
media-refused-sound-kind = Ce fichier n’est pas un son que nous savons lire. Envoyez un son Opus, AAC (M4A) ou WAV.
media-refused-sound-length = Ce son dure plus de trente secondes. Raccourcissez-le ou enregistrez-en un autre.
media-refused-sound-weight = Ce son pèse plus de 9 Mo. Trente secondes en M4A ou en Opus pèsent bien moins.
media-refused-sound-damaged = Ce son est abîmé ou n’est pas arrivé en entier. Envoyez-le de nouveau.
