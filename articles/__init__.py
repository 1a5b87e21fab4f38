"""Stories: the working copy that staff edit, and the versions that the public sees."""
