"""A run like that of `make run`, with small parts instead of Django and Celery: quick to start and to look through."""

import sys
from pathlib import Path

from newsroom.local_run import Program, main

WEB = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""
# Like a pool of workers: the part has a child, and ends only when it is told to.
WORKER = """
import subprocess, sys, time
print("takes work", flush=True)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
time.sleep(600)
"""


def list_parts(folder: Path, port: int) -> list[Program]:
    return [
        Program("worker", [sys.executable, "-c", WORKER]),
        Program("web", [sys.executable, "-c", WEB, str(port)]),
    ]


if __name__ == "__main__":
    sys.exit(main(preparation=Program("prepare", [sys.executable, "-c", *sys.argv[1:]]), list_parts=list_parts))
