# Words that every room uses.
