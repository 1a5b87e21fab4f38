"""How people come in: what Newsroom adds to django-allauth."""
