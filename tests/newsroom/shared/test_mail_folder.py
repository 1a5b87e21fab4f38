import logging

from django.core.mail import EmailMessage

from newsroom.shared.mail_folder import AnnouncedFileBackend


def test_mail_lies_in_the_folder_and_is_named_on_the_console(tmp_path, caplog):
    message = EmailMessage("Покана", "Здравейте.", "newsroom@example.org", ["editor@example.org"])
    with caplog.at_level(logging.INFO), AnnouncedFileBackend(file_path=tmp_path / "mail") as backend:
        assert backend.send_messages([message]) == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert "editor@example.org" in file.read_text()
    assert str(tmp_path / "mail") in caplog.text
