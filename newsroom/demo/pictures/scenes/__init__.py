"""What is drawn, one file a subject; every `draw_…` takes a frame and gives a finished picture."""
