"""Public pages of stories, a module for each kind. They read no session and set no cookie: all get the same page."""
