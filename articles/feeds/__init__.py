"""Feeds of stories, RSS 2.0 and Atom, for readers' programs and for other machines. All get the same feed."""
