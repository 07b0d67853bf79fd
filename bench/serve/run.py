#!/usr/bin/env python3
"""How fast the service codes and answers, asked over loopback by a client of its own:

    run.py PROGRAM [--rate 100] [--seconds 30] [--crowd 2000] [--db FILE]

1. POST /api/v1/code of an article of 500 words, so many a second whether the answers before have come or not: latencies from the
   moment each was due. Then the same while a crowd of connections sleeps, sends a byte a second, or does not read.
2. With --db: what the page's views ask for, once the first of them are ready, and then under filters: time from outside and of the
   processor, which tells more on a busy machine.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import time
import urllib.parse
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
API = "/api/v1/"


def article():
    """500 words of the examples, in French."""
    words = " ".join((SOURCE / "examples" / name).read_text() for name in ("drones-kiev.txt", "sanctions-crimee.txt", "raid-sanaa.txt"))
    paragraphs, n = [], 0
    for paragraph in words.split("\n\n"):
        n += len(paragraph.split())
        paragraphs.append(paragraph)
        if n >= 500:
            break
    return "\n\n".join(paragraphs).encode()


class Client:
    """One connection, kept."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    async def ask(self, path, body=None):
        if not self.writer:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 26)
        head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: localhost\r\n"
        if body:
            head += f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + (body or b""))
        answer = await self.reader.readuntil(b"\r\n\r\n")
        await self.reader.readexactly(int(re.search(rb"Content-Length: (\d+)", answer).group(1)))
        return int(answer.split(b" ", 2)[1])


def told(name, times, failed=0):
    times = sorted(1000 * t for t in times)
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    print(f"{name}: {len(times)} requests, median {statistics.median(times):.1f} ms, 90 % {at(0.9):.1f}, 99 % {at(0.99):.1f}, longest {times[-1]:.1f}, {failed} failed", flush=True)


async def load(name, port, rate, seconds, body):
    free, times, failed = [Client(port) for _ in range(64)], [], 0

    async def one(due):
        nonlocal failed
        client = free.pop() if free else Client(port)
        status = await client.ask(API + "code", body)
        times.append(time.perf_counter() - due)
        failed += status != 200
        free.append(client)

    begin, tasks = time.perf_counter() + 0.1, []
    for i in range(int(rate * seconds)):
        due = begin + i / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    told(name, times, failed)


async def crowd(port, size, stop):
    """A third sleeps, a third sends a byte a second, a third asks for much and does not read."""
    writers = []
    for i in range(size):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.transport.get_extra_info("socket").setsockopt(1, 8, 4096)
        if i % 3 == 2:
            reader._transport.pause_reading()
            writer.write(f"GET {API}events?limit=500 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        writers.append(writer)
    drops = iter(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000)
    ready.set()
    while not stop.is_set():
        drop = bytes([next(drops)])
        for writer in writers[1::3]:
            if not writer.is_closing():
                writer.write(drop)
        await asyncio.sleep(1)
    for writer in writers:
        writer.close()


VIEWS = {
    "first view: summary": "summary", "first view: articles": "articles?limit=40", "first view: events": "events?limit=20", "timeline": "timeline?by=month", "network": "network?by=country&edges=600",
    "network of actors": "network?by=actor&edges=600", "map": "places", "disputes": "disputes?limit=20", "actors": "actors?limit=100", "dyad": "dyads/USA-RUS", "actor": "actors/USA",
    "events, type": "events?type=ASSAULT&limit=20", "events, country": "events?country=UKR&limit=20", "events, type, country, months": "events?type=AID&country=FRA&from=2020-02&to=2020-06&limit=20",
    "events, words": "events?text=convoy+embargo&limit=20", "events, dyad": "events?dyad=USA-RUS&limit=20", "timeline, country": "timeline?country=UKR", "timeline, type": "timeline?type=ASSAULT",
    "timeline, months": "timeline?from=2020-01&to=2020-06&by=day", "network, country": "network?country=UKR", "map, type": "places?type=ASSAULT", "search": "search?text=convoy+embargo&limit=20",
}


def cpu(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def views(port, server):
    client = Client(port)
    while True:  # what is made ready at the start is ready once the processor rests
        before = cpu(server)
        await asyncio.sleep(2)
        if cpu(server) - before < 0.02:
            break
    for name, path in VIEWS.items():
        begin, used = time.perf_counter(), cpu(server)
        status = await client.ask(API + path)
        first, used = time.perf_counter() - begin, cpu(server) - used
        begin = time.perf_counter()
        await client.ask(API + path)
        print(f"{name}: {1000 * first:.0f} ms ({1000 * used:.0f} of the processor), asked again {1000 * (time.perf_counter() - begin):.1f} ms{'' if status == 200 else f' ({status})'}", flush=True)


async def main():
    global ready
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--crowd", type=int, default=2000)
    parser.add_argument("--db")
    options = parser.parse_args()
    env = {"DEPECHE_RESOURCES": str(SOURCE / "resources"), **os.environ}
    server = subprocess.Popen([options.program, "serve", "--port", "0", "-q", *(["--db", options.db] if options.db else [])], stdout=subprocess.PIPE, env=env)
    try:
        port = int(re.search(rb":(\d+)/", server.stdout.readline()).group(1))
        if options.db:
            await views(port, server)
        if options.seconds > 0:
            body = article()
            print(f"an article of {len(body.split())} words, {options.rate:g} requests a second")
            await load("warming", port, 20, 2, body)
            used = cpu(server)
            await load("coding", port, options.rate, options.seconds, body)
            print(f"{1000 * (cpu(server) - used) / (options.rate * options.seconds):.1f} ms of the processor a request")
            if options.crowd:
                ready, stop = asyncio.Event(), asyncio.Event()
                task = asyncio.create_task(crowd(port, options.crowd, stop))
                await ready.wait()
                await load(f"coding beside {options.crowd} slow connections", port, options.rate, options.seconds, body)
                stop.set()
                await task
        status = Path(f"/proc/{server.pid}/status").read_text()
        print(re.search(r"VmHWM:.*", status).group(0), re.search(r"Threads:.*", status).group(0))
    finally:
        server.terminate()
        server.wait()


asyncio.run(main())
