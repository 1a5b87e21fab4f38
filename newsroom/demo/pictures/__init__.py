"""Photos of the demo newsroom, drawn by code: atmosphere without people, places or words that could be mistaken.

`draw_scene` draws, `tell_facts` puts together what the file says of itself, `save_with_metadata` writes the file.
"""

from newsroom.demo.pictures.drawing import SCENES, draw_scene
from newsroom.demo.pictures.facts import PhotoFacts, tell_facts
from newsroom.demo.pictures.photo_file import save_with_metadata

__all__ = ["SCENES", "PhotoFacts", "draw_scene", "save_with_metadata", "tell_facts"]
