# Pictures: why one was not taken.
media-refused-kind = This file is not a JPEG, PNG, WebP or GIF picture.
media-refused-size = This picture has too many pixels: at most 12,000 per side and 50 million in all.
media-refused-damaged = This picture is damaged and cannot be read.
