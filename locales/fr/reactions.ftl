# Aimer.
reactions-like = J’aime
reactions-unlike = Ne plus aimer
reactions-liked = C’est noté, vous aimez.
reactions-unliked = Vous n’aimez plus.
