import pytest

from newsroom.shared.client_address import client_address


@pytest.mark.parametrize(
    ("behind_proxy", "proxies", "header", "expected"),
    [
        (False, 1, "192.0.2.1", "10.0.0.9"),
        (True, 1, "192.0.2.1", "192.0.2.1"),
        (True, 1, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (True, 2, "6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (True, 2, "192.0.2.1", None),
        (True, 1, "", None),
        (True, 1, "nonsense", None),
        (True, 1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_is_that_of_the_hop_that_can_be_trusted(rf, settings, behind_proxy, proxies, header, expected):
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = behind_proxy, proxies
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=header)) == expected


def test_socket_without_an_address_has_none(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="")) is None
