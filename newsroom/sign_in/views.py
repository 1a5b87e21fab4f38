"""The page about the security of one's own account."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.sign_in.second_factor import where_to


@require_safe
@never_cache
@login_required
def show_security(request: HttpRequest) -> HttpResponse:
    """How this person signs in: e-mail, password, passkeys, app, recovery codes."""
    found = {kind: [] for kind in Authenticator.Type}
    for authenticator in Authenticator.objects.filter(user=request.user).order_by("created_at"):
        found[authenticator.type].append(authenticator)
    codes = found[Authenticator.Type.RECOVERY_CODES]
    context = {
        "passkeys": found[Authenticator.Type.WEBAUTHN],
        "app": next(iter(found[Authenticator.Type.TOTP]), None),
        "recovery_codes": codes[0] if codes else None,
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "desk_url": where_to(request) if request.user.is_staff else "",
    }
    return render(request, "account/security.html", context)
