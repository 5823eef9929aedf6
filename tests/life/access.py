"""Who gets which answer at which URL: written and reviewed by hand, never derived.

A table is read like this. `own` is a table of 471001, `sibling` one of 471002 in the same 部门,
`far` one of 978001; the rows with another state say it in the name, the others are drafts.
200 and 302 are done, 403 is seen but not his to do, 404 is not his to see or not there, 405 is
asked the wrong way, 422 is his to save and came back because nothing sensible was typed.
Whoever is not signed in (`nobody`) is sent to the sign-in everywhere.
"""

from __future__ import annotations

PEOPLE = (
    "clerk",  # of 471, so of both its units
    "unit_clerk",  # of 471001 alone
    "far_clerk",  # of 978
    "reviewer",  # of 471
    "far_reviewer",  # of 978
    "business",
    "far_business",  # deals with 978 alone; finance desks read everything all the same
    "performance",
    "auditor",
    "admin",
    "stranger",  # signed in, but nowhere a member
    "nobody",  # not signed in
)

GET = """
# The back office: the administrator's alone; everybody else is sent to its door.
/admin/                                             302 302 302 302 302 302 302 302 302 200 302 302
/admin/anything                                     302 302 302 302 302 302 302 302 302 404 302 302
/admin/autocomplete/                                302 302 302 302 302 302 302 302 302 403 302 302
/admin/departments/                                 302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/                          302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/<region>/                 302 302 302 302 302 302 302 302 302 302 302 302
/admin/departments/region/<region>/change/          302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/<region>/delete/          302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/<region>/history/         302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/add/                      302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/                        302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/<framework>/            302 302 302 302 302 302 302 302 302 302 302 302
/admin/indicators/framework/<framework>/change/     302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/<framework>/delete/     302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/<framework>/history/    302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/add/                    302 302 302 302 302 302 302 302 302 200 302 302
/admin/jsi18n/                                      302 302 302 302 302 302 302 302 302 200 302 302
/admin/logout/                                      302 302 302 302 302 302 302 302 302 405 302 302
/admin/password_change/                             302 302 302 302 302 302 302 302 302 200 302 302
/admin/password_change/done/                        302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/                         302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/<year>/                  302 302 302 302 302 302 302 302 302 302 302 302
/admin/projects/budgetyear/<year>/change/           302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/<year>/delete/           302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/<year>/history/          302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/add/                     302 302 302 302 302 302 302 302 302 200 302 302
/admin/r/<type>/<own>/                              302 302 302 302 302 302 302 302 302 302 302 302

# Coming and going.
/admin/login/                                       403 403 403 403 403 403 403 403 403 403 403 302
/login/                                             302 302 302 302 302 302 302 302 302 302 302 200
/logout/                                            405 405 405 405 405 405 405 405 405 405 405 302
/password/                                          200 200 200 200 200 200 200 200 200 200 200 302
/password/done/                                     200 200 200 200 200 200 200 200 200 200 200 302

# Everybody's own pages; they hold what he may see, for a stranger nothing.
/                                                   200 200 200 200 200 200 200 200 200 200 200 302
/books/                                             200 200 200 200 200 200 200 200 200 200 200 302
/notices/                                           200 200 200 200 200 200 200 200 200 200 200 302
/notices/read/                                      405 405 405 405 405 405 405 405 405 405 405 302
/tables/                                            200 200 200 200 200 200 200 200 200 200 200 302
/todo/                                              405 405 405 405 405 405 405 405 405 405 405 302
/todo/waiting/                                      200 200 200 200 200 200 200 200 200 200 200 302
/todo/handled/                                      200 200 200 200 200 200 200 200 200 200 200 302
/todo/returned/                                     200 200 200 200 200 200 200 200 200 200 200 302
/todo/ever/                                         200 200 200 200 200 200 200 200 200 200 200 302
/year/                                              405 405 405 405 405 405 405 405 405 405 405 302

# A department's book: whoever sees all of the department.
/books/471/2023.docx                                200 404 404 200 404 200 200 200 200 200 404 302
/books/978/2023.xlsx                                404 404 200 404 200 200 200 200 200 200 404 302
/books/471/2023/                                    200 404 404 200 404 200 200 200 200 200 404 302
/books/978/2023/                                    404 404 200 404 200 200 200 200 200 200 404 302
/books/471/2023/goal/                               200 404 404 200 404 200 200 200 200 200 404 302
/books/978/2023/goal/                               404 404 200 404 200 200 200 200 200 200 404 302
/books/471/2023/goal/edit/                          200 404 404 403 404 403 403 403 403 403 404 302
/books/978/2023/goal/edit/                          404 404 200 404 403 403 403 403 403 403 404 302
/books/471/2022/                                    404 404 404 404 404 404 404 404 404 404 404 302
/books/999/2023/                                    404 404 404 404 404 404 404 404 404 404 404 302

# A table: see it, take it, change it. Who may not see it is told that there is none.
/tables/<own>.docx                                  200 200 404 200 404 200 200 200 200 200 404 302
/tables/<sibling>.docx                              200 404 404 200 404 200 200 200 200 200 404 302
/tables/<far>.xlsx                                  404 404 200 404 200 200 200 200 200 200 404 302
/tables/<own>/                                      200 200 404 200 404 200 200 200 200 200 404 302
/tables/<sibling>/                                  200 404 404 200 404 200 200 200 200 200 404 302
/tables/<far>/                                      404 404 200 404 200 200 200 200 200 200 404 302
/tables/<none>/                                     404 404 404 404 404 404 404 404 404 404 404 302
/tables/<own>/delete/                               200 200 404 403 404 403 403 403 403 403 404 302
/tables/<sibling>/delete/                           200 404 404 403 404 403 403 403 403 403 404 302
/tables/<far>/delete/                               404 404 200 404 403 403 403 403 403 403 404 302
/tables/<own>/edit/                                 200 200 404 403 404 403 403 403 403 403 404 302
/tables/<sibling>/edit/                             200 404 404 403 404 403 403 403 403 403 404 302
/tables/<far>/edit/                                 404 404 200 404 403 403 403 403 403 403 404 302
/tables/<own>/move/                                 403 403 404 403 404 403 403 403 403 200 404 302
/tables/<sibling>/move/                             403 404 404 403 404 403 403 403 403 200 404 302
/tables/<far>/move/                                 404 404 403 404 403 403 403 403 403 200 404 302
/tables/<own_in_review>/                            200 200 404 200 404 200 200 200 200 200 404 302
/tables/<own_in_review>/edit/                       403 403 404 403 404 403 403 403 403 403 404 302
/tables/<own_in_review>/delete/                     403 403 404 403 404 403 403 403 403 403 404 302
/tables/<far_in_review>/                            404 404 200 404 200 200 200 200 200 200 404 302
/tables/<far_in_review>/edit/                       404 404 403 404 403 403 403 403 403 403 404 302
/tables/<far_in_review>/delete/                     404 404 403 404 403 403 403 403 403 403 404 302
/tables/<own_approved>/                             200 200 404 200 404 200 200 200 200 200 404 302
/tables/<own_approved>/edit/                        403 403 404 403 404 403 403 403 403 403 404 302
/tables/<far_approved>/                             404 404 200 404 200 200 200 200 200 200 404 302
/tables/<far_approved>/edit/                        404 404 403 404 403 403 403 403 403 403 404 302
/tables/<own_approved>/versions/1.docx              200 200 404 200 404 200 200 200 200 200 404 302
/tables/<own_approved>/versions/2.docx              404 404 404 404 404 404 404 404 404 404 404 302
/tables/<far_approved>/versions/1.xlsx              404 404 200 404 200 200 200 200 200 200 404 302
/tables/<own_approved>/versions/1/now.docx          200 200 404 200 404 200 200 200 200 200 404 302
/tables/<own_approved>/versions/1/2.docx            404 404 404 404 404 404 404 404 404 404 404 302
/tables/<far_approved>/versions/1/now.docx          404 404 200 404 200 200 200 200 200 200 404 302
/tables/new/                                        200 200 200 403 403 403 403 403 403 403 403 302

# The life of a form.
/forms/goal/<own_goal>/compare/                     200 404 404 200 404 200 200 200 200 200 404 302
/forms/goal/<far_goal>/compare/                     404 404 200 404 200 200 200 200 200 200 404 302
/forms/table/<own>/comments/                        405 405 405 405 405 405 405 405 405 405 405 302
/forms/table/<own>/compare/                         200 200 404 200 404 200 200 200 200 200 404 302
/forms/table/<own>/open/                            405 405 405 405 405 405 405 405 405 405 405 302
/forms/table/<own>/submit/                          405 405 405 405 405 405 405 405 405 405 405 302
/forms/table/<sibling>/compare/                     200 404 404 200 404 200 200 200 200 200 404 302
/forms/table/<far>/compare/                         404 404 200 404 200 200 200 200 200 200 404 302
/forms/table/<own_in_review>/compare/               200 200 404 200 404 200 200 200 200 200 404 302
/forms/table/<far_in_review>/compare/               404 404 200 404 200 200 200 200 200 200 404 302
/forms/table/<own_approved>/compare/                200 200 404 200 404 200 200 200 200 200 404 302
/forms/table/<own_approved>/returns/<own_back>.docx 200 200 404 200 404 200 200 200 200 200 404 302
/forms/table/<own>/returns/<own_back>.docx          404 404 404 404 404 404 404 404 404 404 404 302
/forms/table/<far_approved>/returns/<far_back>.docx 404 404 200 404 200 200 200 200 200 200 404 302

# 依据文件: taken by whoever sees the form, added and removed while the clerk has it.
/attachments/<own_file>/                            200 200 404 200 404 200 200 200 200 200 404 302
/attachments/<far_file>/                            404 404 200 404 200 200 200 200 200 200 404 302
/attachments/<none>/                                404 404 404 404 404 404 404 404 404 404 404 302
/attachments/<own_file>/remove/                     405 405 405 405 405 405 405 405 405 405 405 302
/forms/table/<own>/attachments/                     405 405 405 405 405 405 405 405 405 405 405 302

# Comments: replied to by those on whose desk the form comes, ticked off by the clerk.
/comments/<own_comment>/reply/                      405 405 405 405 405 405 405 405 405 405 405 302
/comments/<own_comment>/resolve/                    405 405 405 405 405 405 405 405 405 405 405 302

# People and units: the administrator.
/people/                                            403 403 403 403 403 403 403 403 403 200 403 302
/people/<person>/                                   403 403 403 403 403 403 403 403 403 200 403 302
/people/<none>/                                     403 403 403 403 403 403 403 403 403 404 403 302
/people/<person>/deactivate/                        405 405 405 405 405 405 405 405 405 405 405 302
/people/<person>/password/                          403 403 403 403 403 403 403 403 403 200 403 302
/people/<person>/reactivate/                        405 405 405 405 405 405 405 405 405 405 405 302
/people/<person>/unlock/                            405 405 405 405 405 405 405 405 405 405 405 302
/people/load/                                       403 403 403 403 403 403 403 403 403 200 403 302
/people/load/template.xlsx                          403 403 403 403 403 403 403 403 403 200 403 302
/people/new/                                        403 403 403 403 403 403 403 403 403 200 403 302
/units/                                             403 403 403 403 403 403 403 403 403 200 403 302
/units/<unit>/                                      403 403 403 403 403 403 403 403 403 200 403 302
/units/new/                                         403 403 403 403 403 403 403 403 403 200 403 302

# The trail: auditor and administrator.
/audit/                                             403 403 403 403 403 403 403 403 200 200 403 302
/audit/<event>/                                     403 403 403 403 403 403 403 403 200 200 403 302
"""

# Everything that takes a POST; whatever is not here answers 405 to it.
POST = """
# The back office: the administrator's alone; everybody else is sent to its door.
/admin/                                             302 302 302 302 302 302 302 302 302 200 302 302
/admin/anything                                     302 302 302 302 302 302 302 302 302 404 302 302
/admin/departments/                                 302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/                          302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/<region>/                 302 302 302 302 302 302 302 302 302 302 302 302
/admin/departments/region/<region>/change/          302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/<region>/delete/          302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/<region>/history/         302 302 302 302 302 302 302 302 302 200 302 302
/admin/departments/region/add/                      302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/                        302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/<framework>/            302 302 302 302 302 302 302 302 302 302 302 302
/admin/indicators/framework/<framework>/change/     302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/<framework>/delete/     302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/<framework>/history/    302 302 302 302 302 302 302 302 302 200 302 302
/admin/indicators/framework/add/                    302 302 302 302 302 302 302 302 302 200 302 302
/admin/logout/                                      302 302 302 302 302 302 302 302 302 302 302 302
/admin/password_change/                             302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/                         302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/<year>/                  302 302 302 302 302 302 302 302 302 302 302 302
/admin/projects/budgetyear/<year>/change/           302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/<year>/delete/           302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/<year>/history/          302 302 302 302 302 302 302 302 302 200 302 302
/admin/projects/budgetyear/add/                     302 302 302 302 302 302 302 302 302 200 302 302
/admin/r/<type>/<own>/                              302 302 302 302 302 302 302 302 302 302 302 302

# Coming and going.
/admin/login/                                       403 403 403 403 403 403 403 403 403 403 403 302
/login/                                             302 302 302 302 302 302 302 302 302 302 302 200
/logout/                                            302 302 302 302 302 302 302 302 302 302 302 302
/password/                                          200 200 200 200 200 200 200 200 200 200 200 302

# Everybody's own pages; they hold what he may see, for a stranger nothing.
/notices/read/                                      302 302 302 302 302 302 302 302 302 302 302 302
/todo/                                              404 404 404 404 404 404 404 404 404 404 404 302
/year/                                              302 302 302 302 302 302 302 302 302 302 302 302

# A department's book: whoever sees all of the department.
/books/471/2023/goal/edit/                          302 404 404 403 404 403 403 403 403 403 404 302
/books/978/2023/goal/edit/                          404 404 302 404 403 403 403 403 403 403 404 302

# A table: see it, take it, change it. Who may not see it is told that there is none.
/tables/<own>/delete/                               302 302 404 403 404 403 403 403 403 403 404 302
/tables/<sibling>/delete/                           302 404 404 403 404 403 403 403 403 403 404 302
/tables/<far>/delete/                               404 404 302 404 403 403 403 403 403 403 404 302
/tables/<own>/edit/                                 422 422 404 403 404 403 403 403 403 403 404 302
/tables/<sibling>/edit/                             422 404 404 403 404 403 403 403 403 403 404 302
/tables/<far>/edit/                                 404 404 422 404 403 403 403 403 403 403 404 302
/tables/<own>/move/                                 403 403 404 403 404 403 403 403 403 200 404 302
/tables/<sibling>/move/                             403 404 404 403 404 403 403 403 403 200 404 302
/tables/<far>/move/                                 404 404 403 404 403 403 403 403 403 200 404 302
/tables/<own_in_review>/edit/                       403 403 404 403 404 403 403 403 403 403 404 302
/tables/<own_in_review>/delete/                     403 403 404 403 404 403 403 403 403 403 404 302
/tables/<far_in_review>/edit/                       404 404 403 404 403 403 403 403 403 403 404 302
/tables/<far_in_review>/delete/                     404 404 403 404 403 403 403 403 403 403 404 302
/tables/<own_approved>/edit/                        403 403 404 403 404 403 403 403 403 403 404 302
/tables/<far_approved>/edit/                        404 404 403 404 403 403 403 403 403 403 404 302
/tables/new/                                        200 200 200 403 403 403 403 403 403 403 403 302

# The life of a form.
/forms/goal/<own_goal>/comments/                    403 404 404 403 404 403 403 403 403 403 404 302
/forms/goal/<own_goal>/open/                        200 404 404 403 404 403 403 403 403 403 404 302
/forms/goal/<own_goal>/submit/                      302 404 404 403 404 403 403 403 403 403 404 302
/forms/goal/<far_goal>/comments/                    404 404 403 404 403 403 403 403 403 403 404 302
/forms/goal/<far_goal>/open/                        404 404 200 404 403 403 403 403 403 403 404 302
/forms/goal/<far_goal>/submit/                      404 404 302 404 403 403 403 403 403 403 404 302
/forms/table/<own>/comments/                        403 403 404 403 404 403 403 403 403 403 404 302
/forms/table/<own>/open/                            200 200 404 403 404 403 403 403 403 403 404 302
/forms/table/<own>/submit/                          302 302 404 403 404 403 403 403 403 403 404 302
/forms/table/<own>/pass/                            403 403 404 403 404 403 403 403 403 403 404 302
/forms/table/<own>/void/                            403 403 404 403 404 403 403 403 403 403 404 302
/forms/table/<sibling>/open/                        200 404 404 403 404 403 403 403 403 403 404 302
/forms/table/<sibling>/submit/                      302 404 404 403 404 403 403 403 403 403 404 302
/forms/table/<far>/comments/                        404 404 403 404 403 403 403 403 403 403 404 302
/forms/table/<far>/open/                            404 404 200 404 403 403 403 403 403 403 404 302
/forms/table/<far>/submit/                          404 404 302 404 403 403 403 403 403 403 404 302
/forms/table/<own_in_review>/comments/              403 403 404 302 404 403 403 403 403 403 404 302
/forms/table/<own_in_review>/open/                  403 403 404 403 404 403 403 403 403 403 404 302
/forms/table/<own_in_review>/withdraw/              302 302 404 403 404 403 403 403 403 403 404 302
/forms/table/<own_in_review>/pass/                  403 403 404 302 404 403 403 403 403 403 404 302
/forms/table/<own_in_review>/return/                403 403 404 302 404 403 403 403 403 403 404 302
/forms/table/<far_in_review>/comments/              404 404 403 404 302 403 403 403 403 403 404 302
/forms/table/<far_in_review>/open/                  404 404 403 404 403 403 403 403 403 403 404 302
/forms/table/<far_in_review>/withdraw/              404 404 302 404 403 403 403 403 403 403 404 302
/forms/table/<far_in_review>/pass/                  404 404 403 404 302 403 403 403 403 403 404 302
/forms/table/<far_in_review>/return/                404 404 403 404 302 403 403 403 403 403 404 302
/forms/table/<own_approved>/adjust/                 302 302 404 403 404 403 403 403 403 403 404 302
/forms/table/<far_approved>/adjust/                 404 404 302 404 403 403 403 403 403 403 404 302
/forms/table/<none>/submit/                         404 404 404 404 404 404 404 404 404 404 404 302
/forms/table/<own_approved>/void/                   403 403 404 403 404 403 403 403 403 403 404 302
/forms/table/<sibling>/adjust/                      403 404 404 403 404 403 403 403 403 403 404 302

# 依据文件: taken by whoever sees the form, added and removed while the clerk has it.
/attachments/<own_file>/remove/                     302 302 404 403 404 403 403 403 403 403 404 302
/attachments/<far_file>/remove/                     404 404 302 404 403 403 403 403 403 403 404 302
/attachments/<none>/remove/                         404 404 404 404 404 404 404 404 404 404 404 302
/forms/table/<own>/attachments/                     302 302 404 403 404 403 403 403 403 403 404 302
/forms/table/<sibling>/attachments/                 302 404 404 403 404 403 403 403 403 403 404 302
/forms/table/<far>/attachments/                     404 404 302 404 403 403 403 403 403 403 404 302
/forms/table/<own_in_review>/attachments/           403 403 404 403 404 403 403 403 403 403 404 302

# Comments: replied to by those on whose desk the form comes, ticked off by the clerk.
/comments/<own_comment>/reply/                      302 302 404 302 404 302 403 302 403 403 404 302
/comments/<far_comment>/reply/                      404 404 302 404 302 302 302 302 403 403 404 302
/comments/<own_comment>/resolve/                    403 403 404 403 404 403 403 403 403 403 404 302
/comments/<far_comment>/resolve/                    404 404 403 404 403 403 403 403 403 403 404 302
/comments/<none>/resolve/                           404 404 404 404 404 404 404 404 404 404 404 302

# People and units: the administrator.
/people/<person>/                                   403 403 403 403 403 403 403 403 403 422 403 302
/people/<none>/                                     403 403 403 403 403 403 403 403 403 404 403 302
/people/<person>/deactivate/                        403 403 403 403 403 403 403 403 403 302 403 302
/people/<person>/password/                          403 403 403 403 403 403 403 403 403 200 403 302
/people/<person>/reactivate/                        403 403 403 403 403 403 403 403 403 404 403 302
/people/<person>/unlock/                            403 403 403 403 403 403 403 403 403 302 403 302
/people/load/                                       403 403 403 403 403 403 403 403 403 200 403 302
/people/new/                                        403 403 403 403 403 403 403 403 403 422 403 302
/units/<unit>/                                      403 403 403 403 403 403 403 403 403 422 403 302
/units/new/                                         403 403 403 403 403 403 403 403 403 422 403 302
"""
