"""Two people on one table: what does not clash is merged, what does is refused with every value;
nothing either typed is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from departments.models import User
from departments.roles import Role
from projects.actions import Conflict, save_table
from projects.merging import posted_base
from projects.values import table_values
from tests.conftest import person
from tests.projects.books import OF_978, put, table, with_books
from tests.projects.pages import alert, cell, inputs, notes, row_keys, send, wrong_inputs


@pytest.fixture
def books(county):
    return with_books(county, tables=1)


@pytest.fixture
def url(books):
    return f"/tables/{books.t978.pk}/edit/"


@pytest.fixture
def other(books):
    """The browser of a second clerk of 978."""
    browser = Client()
    browser.force_login(person("other978", "孙丽", Role.CLERK, books.d978))
    return browser


@pytest.fixture
def mine(clerk, url):
    """What the first clerk's page sends; he opened it before the other one saved."""
    return inputs(clerk.get(url))


@pytest.fixture
def theirs(other, url, mine):
    return inputs(other.get(url))


def saved(client, url, page):
    assert send(client, url, page, save="1").status_code == 302


def clash(client, url, page):
    """The page that comes back; nothing was stored."""
    before = table_values(table(OF_978)), table(OF_978).version
    response = send(client, url, page, save="1")
    assert response.status_code == 409
    assert (table_values(table(OF_978)), table(OF_978).version) == before
    return response


def merged(client, url, page, places):
    """Saved together with what the other one changed in so many places."""
    response = send(client, url, page, save="1")
    assert response.status_code == 302
    assert f"已保存，并合并了别人同时所做的{places}处修改" in client.get(response.url).text


def told(mine, name, theirs, typed):
    """The note of a cell both changed; `mine` is the page as it was opened."""
    was = posted_base(mine)[name]
    return {name: f"原为“{was}”，对方已改为“{theirs}”，您填的是“{typed}”"}


def names():
    return [indicator.name for indicator in table(OF_978).indicators.all()]


def test_second_save_is_refused_and_shows_both_values(clerk, other, url, mine, theirs):
    theirs["goals"] = "对方的目标"
    saved(other, url, theirs)
    mine["goals"] = "我的目标"
    mine["purpose"] = "我的用途"

    response = clash(clerk, url, mine)

    back = inputs(response)
    assert alert(response).startswith("没有保存：您打开这张表之后，孙丽在")
    assert (back["goals"], back["purpose"]) == ("我的目标", "我的用途")
    assert notes(response) == told(mine, "goals", "对方的目标", "我的目标")
    assert wrong_inputs(response) == set()


def test_save_after_looking_works_and_keeps_both_sides(books, clerk, other, url, mine, theirs):
    theirs["budget"] = "5000"
    theirs[cell(theirs, 1, "basis")] = "对方的依据"
    theirs["goals"] = "对方的目标"
    saved(other, url, theirs)
    mine["goals"] = "我的目标"
    back = inputs(clash(clerk, url, mine))

    saved(clerk, url, back)

    after = table(OF_978)
    assert after.goals == "我的目标"
    assert after.budget == 5000
    assert after.indicators.all()[1].basis == "对方的依据"
    assert after.updated_by == books.clerk978


def test_cells_only_one_changed_merge_by_themselves(clerk, other, url, mine, theirs):
    theirs["budget"] = "5000"
    saved(other, url, theirs)
    mine["goals"] = "我的目标"

    merged(clerk, url, mine, 1)

    assert (table(OF_978).budget, table(OF_978).goals) == (5000, "我的目标")


def test_two_cells_of_one_row_merge(clerk, other, url, mine, theirs):
    theirs[cell(theirs, 0, "target")] = "≥9米"
    saved(other, url, theirs)
    mine[cell(mine, 0, "basis")] = "我的依据"

    merged(clerk, url, mine, 1)

    first = table(OF_978).indicators.all()[0]
    assert (first.target, first.basis) == ("≥9米", "我的依据")


def test_category_is_told_by_its_name(clerk, other, url, mine, theirs):
    name = cell(theirs, 0, "category")
    new, old = theirs[cell(theirs, 5, "category")], theirs[cell(theirs, 1, "category")]
    theirs[name] = new
    saved(other, url, theirs)
    mine[name] = old

    response = clash(clerk, url, mine)

    assert inputs(response)[name] == old
    last, second = (table(OF_978).indicators.all()[n].category.name for n in (5, 1))
    assert notes(response)[name] == f"原为“数量指标”，对方已改为“{last}”，您填的是“{second}”"


def test_row_they_added_comes_in(clerk, other, url, mine, theirs):
    theirs.appendlist("row", "new1")
    theirs["indicator-new1-category"] = theirs[cell(theirs, 0, "category")]
    theirs["indicator-new1-name"] = "对方的指标"
    saved(other, url, theirs)
    mine["goals"] = "我的目标"

    merged(clerk, url, mine, 1)

    assert names()[6] == "对方的指标"
    assert table(OF_978).goals == "我的目标"


def test_rows_both_added_both_stay(clerk, other, url, mine, theirs):
    for page, name in ((mine, "我的指标"), (theirs, "对方的指标")):
        page.appendlist("row", "new1")
        page["indicator-new1-category"] = page[cell(page, 0, "category")]
        page["indicator-new1-name"] = name
    saved(other, url, theirs)

    merged(clerk, url, mine, 1)

    assert set(names()[6:]) == {"我的指标", "对方的指标"}


def test_row_they_removed_goes_where_i_left_it_alone(clerk, other, url, mine, theirs):
    before = names()
    theirs.setlist("row", row_keys(theirs)[1:])
    saved(other, url, theirs)
    mine["goals"] = "我的目标"

    saved(clerk, url, mine)

    assert names() == before[1:]


def test_row_they_removed_stays_where_i_changed_it(clerk, other, url, mine, theirs):
    before = names()
    theirs.setlist("row", row_keys(theirs)[1:])
    saved(other, url, theirs)
    mine[cell(mine, 0, "target")] = "≥9米"

    response = clash(clerk, url, mine)

    back = inputs(response)
    assert notes(response)[cell(back, 0, "name")] == "对方已删除这一行，您改过它，所以保留"
    saved(clerk, url, back)
    assert names() == before
    assert table(OF_978).indicators.all()[0].target == "≥9米"


def test_row_i_removed_comes_back_where_they_changed_it(clerk, other, url, mine, theirs):
    changed = cell(theirs, 0, "target")
    theirs[changed] = "≥9米"
    saved(other, url, theirs)
    gone = row_keys(mine)[0]
    mine.setlist("row", row_keys(mine)[1:])
    for name in [name for name in mine if name.startswith(f"indicator-{gone}-")]:
        del mine[name]

    response = clash(clerk, url, mine)

    back = inputs(response)
    assert back[changed] == "≥9米"
    assert "您已删除这一行，对方又改过它，所以保留" in notes(response).values()


def test_my_order_of_rows_is_kept(clerk, other, url, mine, theirs):
    before = names()
    theirs["goals"] = "对方的目标"
    saved(other, url, theirs)
    mine.setlist("row", row_keys(mine)[::-1])

    merged(clerk, url, mine, 1)

    assert names() == before[::-1]
    assert table(OF_978).goals == "对方的目标"


def test_their_order_of_rows_is_kept_where_i_moved_none(clerk, other, url, mine, theirs):
    before = names()
    theirs.setlist("row", row_keys(theirs)[::-1])
    saved(other, url, theirs)
    mine["goals"] = "我的目标"

    saved(clerk, url, mine)

    assert names() == before[::-1]
    assert table(OF_978).goals == "我的目标"


def test_third_save_in_between_is_merged_or_clashes_again(clerk, other, url, mine, theirs):
    theirs["goals"] = "对方的目标"
    saved(other, url, theirs)
    mine["goals"] = "我的目标"
    back = inputs(clash(clerk, url, mine))
    again = inputs(other.get(url))
    again["goals"] = "对方又改"
    saved(other, url, again)

    response = clash(clerk, url, back)

    assert "对方已改为“对方又改”" in notes(response)["goals"]
    assert inputs(response)["goals"] == "我的目标"


def test_both_values_stay_in_sight_until_the_save(clerk, other, url, mine, theirs):
    expected = told(mine, "goals", "对方的目标", "我的目标")
    theirs["goals"] = "对方的目标"
    saved(other, url, theirs)
    mine["goals"] = "我的目标"
    back = inputs(clash(clerk, url, mine))

    arranged = send(clerk, url, back, arrange="add")
    wrong = inputs(arranged)
    wrong["budget"] = "约四千"
    refused = send(clerk, url, wrong, save="1")

    assert notes(arranged) == notes(refused) == expected
    assert inputs(refused)["goals"] == "我的目标"
    assert notes(clerk.get(url)) == {}


def test_spoilt_notes_are_no_error(clerk, url, mine):
    mine["notes"] = "{"

    assert send(clerk, url, mine, arrange="add").status_code == 200


def test_wrong_cell_and_clash_come_one_after_the_other(clerk, other, url, mine, theirs):
    theirs["goals"] = "对方的目标"
    saved(other, url, theirs)
    mine["goals"], mine["budget"] = "我的目标", "约四千"

    wrong = send(clerk, url, mine, save="1")
    back = inputs(wrong)
    back["budget"] = "4000"
    response = clash(clerk, url, back)

    assert wrong.status_code == 422
    assert "对方已改为“对方的目标”，您填的是“我的目标”" in notes(response)["goals"]
    assert inputs(response)["budget"] == "4000"


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "999999", "9" * 30])
def test_spoilt_version_never_overwrites(clerk, other, url, mine, theirs, version):
    theirs["purpose"] = "对方的用途"
    saved(other, url, theirs)
    mine["version"], mine["goals"] = version, "我的目标"

    saved(clerk, url, mine)

    assert (table(OF_978).purpose, table(OF_978).goals) == ("对方的用途", "我的目标")


def test_spoilt_base_tells_every_difference(clerk, other, url, mine, theirs):
    theirs["purpose"] = "对方的用途"
    saved(other, url, theirs)
    mine["base"], mine["goals"] = "{", "我的目标"

    told = notes(clash(clerk, url, mine))

    assert "对方的用途" in told["purpose"]
    assert "我的目标" in told["goals"]


def test_table_sent_off_meanwhile_is_refused_with_the_sentence(books, clerk, url, mine):
    put(books.t978, "department_review")

    response = send(clerk, url, mine, save="1")

    assert response.status_code == 403
    assert "现在是“部门审核”，不能修改。" in response.text


def test_table_deleted_meanwhile_is_missing(books, clerk, url, mine):
    books.t978.delete()

    assert send(clerk, url, mine, save="1").status_code == 404


def test_old_version_is_a_conflict(books):
    values = table_values(books.t978)

    with pytest.raises(Conflict):
        save_table(table=books.t978, values=values, by=None, version=books.t978.version - 1)

    assert table(OF_978).version == books.t978.version


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_exactly_one_wins(books):
    """Real connections, one for each thread."""
    version, values = books.t978.version, table_values(books.t978)
    start, outcomes = threading.Barrier(4), []

    def save(number):
        user = User.objects.get(username="clerk978")
        stored = table(OF_978)
        start.wait()
        try:
            save_table(table=stored, values=values, by=user, version=version)
            outcomes.append("saved")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["conflict"] * 3 + ["saved"]
    assert table(OF_978).version == version + 1
