"""Two people changed the same form: nothing either of them typed may disappear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.merging import dump_texts, merge, merge_order, posted_base, posted_version

A, B = "indicator-7-name", "indicator-7-target"


def test_cell_only_they_changed_becomes_theirs_and_is_told():
    result = merge({"goals": "旧"}, {"goals": "旧"}, {"goals": "新"})

    assert result.texts == {"goals": "新"}
    assert result.notes == {"goals": "对方已改为“新”，原为“旧”"}


def test_cell_only_i_changed_stays_mine_without_a_word():
    result = merge({"goals": "我的"}, {"goals": "旧"}, {"goals": "旧"})

    assert result.texts == {"goals": "我的"}
    assert result.notes == {}


def test_cell_both_changed_stays_mine_and_names_both():
    result = merge({"goals": "我的"}, {"goals": "旧"}, {"goals": "对方的"})

    assert result.texts == {"goals": "我的"}
    assert result.notes == {"goals": "原为“旧”，对方已改为“对方的”，您填的是“我的”"}
    assert result.conflicts == {"goals"}


def test_cell_both_changed_alike_needs_no_word():
    result = merge({"goals": "新"}, {"goals": "旧"}, {"goals": "新"})

    assert result.texts == {"goals": "新"}
    assert result.notes == {}


def test_line_ends_of_the_browser_are_no_change():
    result = merge({"goals": "一\r\n二"}, {"goals": "一\n二"}, {"goals": "一\n三"})

    assert result.texts == {"goals": "一\n三"}


def test_row_i_added_stays():
    result = merge({"indicator-new1-name": "新"}, {}, {})

    assert result.texts == {"indicator-new1-name": "新"}


def test_row_they_added_comes_in_and_is_told():
    result = merge({}, {}, {A: "新", B: "1项"})

    assert result.texts == {A: "新", B: "1项"}
    assert result.notes == {A: "对方新增的一行"}


def test_row_they_removed_goes_where_i_left_it_alone():
    result = merge({A: "甲", B: "1项"}, {A: "甲", B: "1项"}, {})

    assert result.texts == {}


def test_row_they_removed_stays_where_i_changed_it():
    result = merge({A: "甲", B: "2项"}, {A: "甲", B: "1项"}, {})

    assert result.texts == {A: "甲", B: "2项"}
    assert result.notes == {A: "对方已删除这一行，您改过它，所以保留"}


def test_row_i_removed_stays_gone_where_they_left_it_alone():
    result = merge({}, {A: "甲", B: "1项"}, {A: "甲", B: "1项"})

    assert result.texts == {}


def test_row_i_removed_comes_back_where_they_changed_it():
    result = merge({}, {A: "甲", B: "1项"}, {A: "甲", B: "2项"})

    assert result.texts == {A: "甲", B: "2项"}
    assert result.notes == {A: "您已删除这一行，对方又改过它，所以保留"}


def test_rows_whose_keys_begin_alike_are_kept_apart():
    mine = {"indicator-1-name": "甲", "indicator-11-name": "改"}
    base = {"indicator-1-name": "甲", "indicator-11-name": "乙"}

    result = merge(mine, base, {})

    assert result.texts == {"indicator-11-name": "改"}


def test_what_is_no_cell_is_left_out():
    result = merge({"save": "1", "version": "3", "goals": "甲"}, {}, {"goals": "甲"})

    assert result.texts == {"goals": "甲"}


def test_without_a_base_every_difference_is_told():
    result = merge({"goals": "我的", "purpose": "同"}, {}, {"goals": "对方的", "purpose": "同"})

    assert result.texts == {"goals": "我的", "purpose": "同"}
    assert list(result.notes) == ["goals"]


words = st.sampled_from(["", "甲", "乙", "丙", "第一行\n第二行", " 甲 "])
heads = st.fixed_dictionaries({"goals": words, "budget": words})


def forms(keys):
    """A form's texts: its head, and any of the rows with both their cells."""
    rows = st.dictionaries(st.sampled_from(keys), st.tuples(words, words))
    return st.builds(
        lambda head, body: (
            head
            | {f"indicator-{key}-name": name for key, (name, _) in body.items()}
            | {f"indicator-{key}-target": target for key, (_, target) in body.items()}
        ),
        heads,
        rows,
    )


@settings(max_examples=500, deadline=None, database=None)
@given(
    mine=forms(["1", "2", "11", "new1"]),
    base=forms(["1", "2", "11"]),
    theirs=forms(["1", "2", "11", "12"]),
)
def test_nothing_typed_disappears(mine, base, theirs):
    result = merge(mine, base, theirs)

    for name, text in mine.items():
        if text.strip() != base.get(name, "").strip():
            assert text in result.texts.get(name, "") or text in result.notes.get(name, ""), name
    for name, text in theirs.items():
        if text.strip() != base.get(name, "").strip():
            shown = result.texts.get(name, "").strip(), result.notes.get(name, "")
            assert text.strip() == shown[0] or text in shown[1], name


@settings(max_examples=200, deadline=None, database=None)
@given(base=forms(["1", "2"]), theirs=forms(["1", "2", "12"]))
def test_who_changed_nothing_gets_what_is_stored(base, theirs):
    result = merge(base, base, theirs)

    assert {n: t.strip() for n, t in result.texts.items()} == {
        n: t.strip() for n, t in theirs.items()
    }


@settings(max_examples=200, deadline=None, database=None)
@given(mine=forms(["1", "2", "new1"]), base=forms(["1", "2"]))
def test_who_meets_no_change_keeps_what_he_typed(mine, base):
    result = merge(mine, base, base)

    assert result.texts == mine
    assert result.notes == {}


# What travels in the form


@pytest.mark.parametrize(
    ("posted", "version"),
    [("3", 3), ("", 0), ("-1", 0), ("abc", 0), ("9" * 40, 0), (None, 0)],
)
def test_spoilt_version_matches_no_stored_form(posted, version):
    assert posted_version({} if posted is None else {"version": posted}) == version


@pytest.mark.parametrize("spoilt", ["", "{", "[]", "null", "1", '"甲"'])
def test_spoilt_base_is_blank(spoilt):
    assert posted_base({"base": spoilt}) == {}
    assert posted_base({}) == {}


def test_base_travels_unchanged():
    texts = {"goals": "一\n“二”", A: "<b>&"}

    assert posted_base({"base": dump_texts(texts)}) == texts


@pytest.mark.parametrize(
    ("mine", "base", "theirs", "order"),
    [
        ("abc", "abc", "abc", "abc"),
        ("cab", "abc", "abc", "cab"),
        ("abc", "abc", "cba", "cba"),
        ("cab", "abc", "bca", "cab"),
        ("abnc", "abc", "cab", "cabn"),
        ("abc", "abc", "aXbc", "aXbc"),
        ("abc", "abc", "bc", "abc"),
        ("nabc", "abc", "abc", "nabc"),
        ("", "", "ab", "ab"),
    ],
)
def test_rows_of_both_sides_come_into_one_order(mine, base, theirs, order):
    assert merge_order(list(mine), list(base), list(theirs)) == list(order)
