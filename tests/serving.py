"""The service as the tests run it: a process on a free port, and ways to ask it."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import unittest
import urllib.parse
from pathlib import Path


class UnderTest:
    program, source = "", Path()


under_test = UnderTest()


class Running:
    """The program, serving on a free port until stop()."""

    def __init__(self, *arguments, env=None):
        self.process = subprocess.Popen([under_test.program, "serve", "--port", "0", "-q", *map(str, arguments)], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=env or {**os.environ, "DEPECHE_RESOURCES": str(under_test.source / "resources")})
        line = self.process.stdout.readline().decode()
        if not line:
            raise AssertionError(self.process.stderr.read().decode())
        self.port = int(re.search(r":(\d+)/", line).group(1))

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, path, **headers):
        status, got, body = self.ask(path, **headers)
        if status != 200:
            raise AssertionError(f"{path}: {status} {body[:300]}")
        return json.loads(body)

    def raw(self, *pieces):
        """What comes back for these bytes until the server closes or is silent for a while; its status and all of it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as s:
            try:
                for piece in pieces:
                    s.sendall(piece)
            except OSError:
                pass  # the server had enough
            s.settimeout(3)
            got = b""
            try:
                while chunk := s.recv(65536):
                    got += chunk
                    if b"\r\n\r\n" in got and b"keep-alive" in got:
                        break
            except OSError:
                pass
        found = re.match(rb"HTTP/1.1 (\d+)", got)
        return int(found.group(1)) if found else 0, got


def query(**parameters):
    return "?" + urllib.parse.urlencode({k.replace("_", "-"): v for k, v in parameters.items()}) if parameters else ""


def main():
    """Runs the tests of the script; its arguments are PROGRAM and SOURCE_DIR, then those of unittest."""
    under_test.program, under_test.source = sys.argv[1], Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], "-v"] + sys.argv[3:])
