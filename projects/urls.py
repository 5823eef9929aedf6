from __future__ import annotations

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from projects.todo import TABS
from projects.views import attachments, books, compare, files, home, notices, review, tables, todo
from projects.workflow import VERBS


class KindConverter(StringConverter):
    regex = "table|goal"


class VerbConverter(StringConverter):
    regex = "|".join(VERBS)


class TabConverter(StringConverter):
    regex = "|".join(tab.code for tab in TABS)


register_converter(TabConverter, "tab")
register_converter(KindConverter, "kind")
register_converter(VerbConverter, "verb")

_BOOK = "books/(?P<code>[0-9]{3})/(?P<year>[0-9]{4})"
_VERSIONS = "tables/(?P<pk>[0-9]+)/versions/"
_KIND = r"\.(?P<kind>docx|xlsx)"

urlpatterns = [
    path("", home.home, name="home"),
    path("year/", home.switch_year, name="switch_year"),
    path("tables/", tables.table_list, name="table_list"),
    path("tables/new/", tables.table_new, name="table_new"),
    path("tables/<int:pk>/", tables.table_page, name="table"),
    path("tables/<int:pk>/edit/", tables.table_edit, name="table_edit"),
    path("tables/<int:pk>/delete/", tables.table_delete, name="table_delete"),
    re_path(rf"^tables/(?P<pk>[0-9]+){_KIND}$", files.table_download, name="table_download"),
    re_path(rf"^{_VERSIONS}(?P<number>[0-9]+){_KIND}$", files.version_download, name="version"),
    re_path(
        rf"^{_VERSIONS}(?P<before>[0-9]+)/(?P<after>[0-9]+|now)\.docx$",
        files.adjustment_download,
        name="adjustment",
    ),
    path(
        "forms/<kind:kind>/<int:pk>/returns/<int:step>.docx",
        files.opinion_download,
        name="return_opinion",
    ),
    path("todo/<tab:tab>/", todo.todo, name="todo"),
    path("todo/", todo.batch, name="batch"),
    path("forms/<kind:kind>/<int:pk>/<verb:verb>/", review.do, name="do"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_notices, name="read_notices"),
    path("tables/<int:pk>/move/", tables.table_move, name="table_move"),
    path("forms/<kind:kind>/<int:pk>/open/", review.open_by, name="open_by"),
    path("forms/<kind:kind>/<int:pk>/compare/", compare.compare, name="compare"),
    path("forms/<kind:kind>/<int:pk>/comments/", review.comment, name="comment"),
    path("comments/<int:pk>/reply/", review.comment_reply, name="comment_reply"),
    path("comments/<int:pk>/resolve/", review.comment_resolve, name="comment_resolve"),
    path("forms/<kind:kind>/<int:pk>/attachments/", attachments.attach, name="attach"),
    path("attachments/<int:pk>/", files.attachment_download, name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.detach, name="detach"),
    path("books/", books.book_list, name="book_list"),
    re_path(rf"^{_BOOK}/$", books.book_page, name="book"),
    re_path(rf"^{_BOOK}{_KIND}$", files.book_download, name="book_download"),
    re_path(rf"^{_BOOK}/goal/$", books.goal_page, name="goal"),
    re_path(rf"^{_BOOK}/goal/edit/$", books.goal_edit, name="goal_edit"),
]
