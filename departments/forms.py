from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError


class OwnPasswordForm(PasswordChangeForm):
    def clean_new_password1(self) -> Any:
        """A first password that somebody else knows is not a changed one."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError("新密码不能和旧密码相同。")
        return password
