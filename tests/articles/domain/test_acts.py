"""Every cell of the table of acts: state, act, where it leads, and which role may do it."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.domain.acts import Act, NotPermitted, WrongState, check_act, is_permitted, permitted_acts, transition_for
from articles.models import Article
from tests.factories.people import make_chief_editor, make_editor, make_journalist, make_user
from tests.factories.stories import make_author, make_draft, make_section, make_story, publish

pytestmark = pytest.mark.django_db

# Written out, not derived from the code: what the newsroom agreed on. J journalist (of the story), E editor (of the
# section), C chief editor.
TABLE = {
    ("draft", "save"): ("draft", "JEC"),
    ("draft", "submit"): ("submitted", "JEC"),
    ("draft", "publish"): ("published", "EC"),
    ("draft", "schedule"): ("scheduled", "EC"),
    ("draft", "spike"): ("spiked", "EC"),
    ("submitted", "save"): ("submitted", "EC"),
    ("submitted", "return"): ("draft", "EC"),
    ("submitted", "publish"): ("published", "EC"),
    ("submitted", "schedule"): ("scheduled", "EC"),
    ("submitted", "spike"): ("spiked", "EC"),
    ("scheduled", "save"): ("scheduled", "EC"),
    ("scheduled", "publish"): ("published", "EC"),
    ("scheduled", "unschedule"): ("submitted", "EC"),
    ("published", "save"): ("published", "EC"),
    ("published", "update"): ("published", "EC"),
    ("published", "correct"): ("published", "EC"),
    ("published", "minor-fix"): ("published", "EC"),
    ("published", "kill"): ("killed", "C"),
    ("spiked", "unspike"): ("draft", "EC"),
}
CELLS = [(state, act) for state in Article.State.values for act in Act.values]


@pytest.mark.parametrize(("state", "act"), CELLS)
def test_cell_of_the_table(state, act):
    section = make_section()
    writer = make_journalist()
    people = {
        "J": writer,
        "E": make_editor(section),
        "C": make_chief_editor(),
        "other journalist": make_journalist(),
        "editor of another section": make_editor(make_section("bulgaria")),
        "photo editor": make_user("photo editors"),
        "sales": make_user("sales"),
        "no role": make_user(),
    }
    article = make_draft(section=section, by=writer)
    article.state = state
    target, allowed = TABLE.get((state, act), (None, ""))

    transition = transition_for(Act(act), state)
    assert (transition and transition.target) == target
    for name, person in people.items():
        expected = name in allowed if len(name) == 1 else False
        assert is_permitted(Act(act), article, by=person) is expected, name
        if target is None:
            with pytest.raises(WrongState):
                check_act(Act(act), article, by=person)
        elif not expected:
            with pytest.raises(NotPermitted):
                check_act(Act(act), article, by=person)
        else:
            assert check_act(Act(act), article, by=person) == transition


def test_journalist_acts_on_what_carries_the_own_byline():
    journalist = make_journalist()
    author = make_author(user=journalist)
    article = make_draft(authors=[author], by=make_journalist())
    assert permitted_acts(article, by=journalist) == [Act.SAVE, Act.SUBMIT]


def test_editor_answers_for_the_own_sections_only():
    own, foreign = make_section(), make_section("bulgaria")
    editor = make_editor(own)
    article = make_draft(section=foreign, by=editor)
    assert permitted_acts(article, by=editor) == [Act.SAVE, Act.SUBMIT]


def test_story_under_embargo_is_not_open_to_every_journalist():
    journalist = make_journalist()
    article = make_draft(embargo_until=timezone.now() + dt.timedelta(hours=1))
    publish(article)
    public = make_story()
    assert list(Article.objects.visible_to(journalist)) == [public.article]


def test_inactive_person_may_nothing():
    chief = make_chief_editor()
    chief.is_active = False
    chief.save()
    assert permitted_acts(make_draft(), by=chief) == []
