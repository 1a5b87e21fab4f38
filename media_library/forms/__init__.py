from media_library.forms.batch import BatchForm, QuickForm
from media_library.forms.photo import KillForm, PhotoForm

__all__ = ["BatchForm", "KillForm", "PhotoForm", "QuickForm"]
