# Liking.
reactions-like = Like
reactions-unlike = Stop liking
reactions-liked = Noted: you like this.
reactions-unliked = You no longer like this.
