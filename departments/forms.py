from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from departments.actions import Appointment
from departments.models import Department, Membership, Region, User
from departments.passwords import first_password
from departments.roles import Role

ROLE_CHOICES = [("", "（不任职）"), *Role.choices]
EVERYWHERE = "全县"
# A row takes about 50 bytes: this is some hundred thousand people.
LARGEST_LOAD = 5 * 2**20


class OwnPasswordForm(PasswordChangeForm):
    def clean_new_password1(self) -> Any:
        """A first password that somebody else knows is not a changed one."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError("新密码不能和旧密码相同。")
        return password


class FirstPasswordForm(forms.Form):
    """Shown as it is typed: it is handed on, and changed at the first sign-in."""

    password = forms.CharField(
        label="初始密码",
        max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="已经随机生成一个，可以照用，也可以改。请抄给本人；他第一次登录时必须改掉。",
    )

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data, initial={"password": first_password()})
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "email"]
        labels = {"username": "用户名", "email": "电子邮箱"}
        help_texts = {
            "username": "登录用，字母、数字和 @ . + - _，以后不能改。",
            "email": "可以不填；填了才能收到邮件通知。",
        }
        error_messages = {"username": {"unique": "这个用户名已经有人用了。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The trail of events knows people by it.
        self.fields["username"].disabled = self.instance.pk is not None
        self.fields["full_name"].widget.attrs["autocomplete"] = "off"


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label="角色", choices=ROLE_CHOICES, required=False)
    department = forms.ChoiceField(label="部门、单位", required=False)

    def __init__(self, *args: Any, places: dict[str, Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        indented = [
            (key, str(place) if place.is_department else f"　{place}")
            for key, place in places.items()
        ]
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", EVERYWHERE), *indented]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        role, department = data.get("role"), self.places.get(data.get("department", ""))
        if department and not role:
            self.add_error("role", "请选角色。")
        if role:
            Membership(role=role, department=department).clean()
        return data

    def appointment(self) -> Appointment | None:
        """None for a row left blank."""
        role = self.cleaned_data.get("role")
        place = self.places.get(self.cleaned_data.get("department", ""))
        return (Role(role), place) if role else None


class AppointmentRows(BaseFormSet):
    def clean(self) -> None:
        found = [form.appointment() for form in self.forms if not form.errors]
        given = [appointment for appointment in found if appointment]
        if len(set(given)) < len(given):
            raise ValidationError("同一个任职填了两次。")


APPOINTMENTS = forms.formset_factory(MembershipForm, AppointmentRows, extra=2)


class PersonEditor:
    """The page of one person, new or old: who it is, with the rows of appointments under it."""

    def __init__(self, data: Any, person: User, by: User) -> None:
        self.person, self.by = person, by
        self.form = PersonForm(data, instance=person)
        self.password = FirstPasswordForm(data, person=person) if person.pk is None else None
        places = Department.objects.visible_to(by).order_by("region", "code")
        held = person.memberships.order_by("pk") if person.pk else []
        # A row that says what is stored already counts as left empty where that is permitted.
        row = {"places": {str(place.pk): place for place in places}, "empty_permitted": False}
        self.rows = APPOINTMENTS(
            data,
            initial=[{"role": m.role, "department": str(m.department_id or "")} for m in held],
            form_kwargs=row,
            prefix="appointment",
        )

    def is_valid(self) -> bool:
        # Each of them, so that everything wrong is told at once; the password is compared with the
        # name, so the name comes first.
        valid = [self.form.is_valid(), self.rows.is_valid()]
        valid += [self.password.is_valid()] if self.password else []
        return all(valid) and self._stays_administrator()

    def _stays_administrator(self) -> bool:
        """Nobody locks himself, and with him perhaps everybody, out of these pages."""
        giving_up = self.person == self.by and self.by.has_role(Role.ADMINISTRATOR)
        if not giving_up or (Role.ADMINISTRATOR, None) in self.appointments():
            return True
        self.form.add_error(None, "不能取消自己的系统管理角色。请由另一位系统管理人员来做。")
        return False

    def appointments(self) -> list[Appointment]:
        found = (form.appointment() for form in self.rows.forms)
        return [appointment for appointment in found if appointment]


class UnitForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["region", "parent", "code", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region, parent = self.fields["region"], self.fields["parent"]
        assert isinstance(region, forms.ModelChoiceField)
        assert isinstance(parent, forms.ModelChoiceField)
        region.initial, region.empty_label = Region.objects.first(), None
        parent.queryset = Department.objects.departments()
        parent.empty_label = "（无，它自己是部门）"
        if self.instance.pk:
            region.disabled = parent.disabled = True
            # The codes of its units begin with its own.
            self.fields["code"].disabled = self.instance.units.exists()


class LoadForm(forms.Form):
    region = forms.ModelChoiceField(
        label="行政区划", queryset=Region.objects.order_by("code"), empty_label=None
    )
    file = forms.FileField(
        label="Excel 文件（xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LOAD:
            raise ValidationError(f"文件超过 {LARGEST_LOAD // 2**20} 兆，请分成几个。")
        return file
