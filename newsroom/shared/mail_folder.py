"""Mail for a machine that has no mail server."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

log = logging.getLogger(__name__)


class AnnouncedFileBackend(EmailBackend):
    """Write each message into `EMAIL_FILE_PATH`, and say on the console where it lies."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = super().send_messages(email_messages)
        for message in email_messages:
            log.info("Mail to %s (%s) is in %s", ", ".join(message.to), message.subject, self.file_path)
        return sent
