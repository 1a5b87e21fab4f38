"""Agencies, pools and offices that credit lines name everywhere, and the rules for how some of them write."""

from django.db import migrations

from media_library.domain.credit_line.known_parties import KNOWN_PARTIES, KNOWN_RULES


def add_what_is_known(apps, schema_editor):
    party_model = apps.get_model("media_library", "Party")
    for party in KNOWN_PARTIES:
        party_model.objects.get_or_create(
            name_bg=party.name_bg,
            defaults={"name_en": party.name_en, "role": str(party.role), "aliases": list(party.aliases)},
        )
    rule_model = apps.get_model("media_library", "CreditRule")
    for position, rule in enumerate(KNOWN_RULES, start=1):
        rule_model.objects.get_or_create(
            supplier=None,
            pattern=rule.pattern,
            defaults={
                "position": position * 10,
                "field": str(rule.field),
                "is_regex": rule.is_regex,
                "action": str(rule.action),
                "replacement": rule.replacement,
                "role": str(rule.role or ""),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("media_library", "0002_photo_library")]
    operations = [migrations.RunPython(add_what_is_known, migrations.RunPython.noop)]
