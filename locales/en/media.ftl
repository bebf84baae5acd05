# Pictures: why one was not taken.
media-refused-kind = This file is not a JPEG, PNG, WebP or GIF picture.
media-refused-size = This picture has too many pixels: at most 12,000 per side and 50 million in all.
media-refused-damaged = This picture is damaged and cannot be read.
media-refused-address = This picture is at an address the server does not go to.
media-refused-weight = This file is too large: 16 MB at most.
media-refused-away = The server of this picture does not answer.
media-refused-sound-kind = This file is not a sound we can read. Send an Opus, AAC (M4A) or WAV sound.
media-refused-sound-length = This sound is longer than thirty seconds. Shorten it or record another one.
media-refused-sound-weight = This sound is larger than 9 MB. Thirty seconds of M4A or Opus are far smaller.
media-refused-sound-damaged = This sound is damaged or did not arrive whole. Send it again.
