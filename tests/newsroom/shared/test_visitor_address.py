import pytest

from newsroom.shared.visitor_address import visitor_address


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "1.2.3.4", "10.0.0.1"),
        (True, "1.2.3.4", "1.2.3.4"),
        (True, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (True, "", "10.0.0.1"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "<script>", None),
    ],
)
def test_address_is_the_visitors(rf, settings, behind_proxy, forwarded, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert visitor_address(request) == address


def test_socket_has_no_address(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert visitor_address(rf.get("/", REMOTE_ADDR="")) is None
