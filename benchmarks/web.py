"""The API under load: 50 clients at once, on a real server, beside what a program would write by itself.

    python benchmarks/web.py [--clients 50] [--requests 1000]

The server is uvicorn in a process of its own; the clients share one. Three applications answer the same requests:

- ``kiemdinh.web``: processes with a deadline;
- a route of FastAPI that calls ``kiemdinh.assess`` in a thread, as a program would begin;
- a route that answers at once, which shows what server and clients themselves take.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

import httpx2

GENERAL, ON = "vn.tt57-2026.pho-thong", "2027-06-30"
CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
FOUND = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}
BODY = {"framework": GENERAL, "dossier": {"findings": FOUND}, "on": ON}
ROWS = [{"school": str(number), **FOUND} for number in range(1_000)]

APPS = {
    "kiemdinh.web": "from kiemdinh.web import make_asgi_app\napp = make_asgi_app()\n",
    "a thread": """
import json
import kiemdinh as kd
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

def work_out(body):
    asked = json.loads(body)
    return kd.assess(asked["framework"], asked["dossier"], on=asked["on"]).to_json(indent=None)

async def assess(request):
    return Response(await run_in_threadpool(work_out, await request.body()), media_type="application/json")

app = Starlette(routes=[Route("/api/v1/assess", assess, methods=["POST"])])
""",
    "at once": """
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def assess(request):
    await request.body()
    return Response(b"x" * 110_000)

app = Starlette(routes=[Route("/api/v1/assess", assess, methods=["POST"])])
""",
}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Served:
    """An application in a process of its own."""

    def __init__(self, code: str) -> None:
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory()
        Path(self._folder.name, "served.py").write_text(code, encoding="utf-8")
        command = [sys.executable, "-m", "uvicorn", "served:app", f"--port={self.port}", "--log-level=error"]
        self._process = subprocess.Popen(command, cwd=self._folder.name)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


async def load(port: int, path: str, bodies: list[bytes], clients: int) -> tuple[float, list[float]]:
    """Return how long all requests took together, and how long each one took."""
    taken: list[float] = []
    waiting = list(bodies)
    headers = {"content-type": "application/json"}
    async with httpx2.AsyncClient(timeout=120, limits=httpx2.Limits(max_connections=clients)) as http:

        async def ask() -> None:
            while waiting:
                body = waiting.pop()
                begun = time.perf_counter()
                answer = await http.post(f"http://127.0.0.1:{port}{path}", content=body, headers=headers)
                taken.append(time.perf_counter() - begun)
                assert answer.status_code == 200, answer.text

        begun = time.perf_counter()
        await asyncio.gather(*(ask() for _ in range(clients)))
        return time.perf_counter() - begun, taken


def tell(name: str, whole: float, taken: list[float]) -> None:
    print(f"{name:32} {len(taken) / whole:7.0f} a second   {describe(taken)}")


def describe(taken: list[float]) -> str:
    points = statistics.quantiles(taken, n=100)
    middle, high, most = (1e3 * one for one in (points[49], points[94], max(taken)))
    return f"p50 {middle:6.0f} ms   p95 {high:6.0f} ms   most {most:6.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--requests", type=int, default=1_000)
    given = parser.parse_args()
    assess = [json.dumps(BODY).encode()] * given.requests
    load_now = os.getloadavg()[0]
    print(f"{given.clients} clients, {given.requests} requests, {os.cpu_count()} processors, load {load_now:.1f}")
    for name, code in APPS.items():
        with Served(code) as server:
            asyncio.run(load(server.port, "/api/v1/assess", assess[:20], 4))
            tell(f"assess, {name}", *asyncio.run(load(server.port, "/api/v1/assess", assess, given.clients)))
            if name != "kiemdinh.web":
                continue
            tell("assess, one client", *asyncio.run(load(server.port, "/api/v1/assess", assess[:200], 1)))
            for question, more in (("what-if", {"changes": {"3.3": "muc-2"}}), ("repairs", {}), ("explain", {})):
                bodies = [json.dumps(BODY | more).encode()] * (given.requests // 2)
                tell(question, *asyncio.run(load(server.port, f"/api/v1/{question}", bodies, given.clients)))
            table = [json.dumps({"framework": GENERAL, "on": ON, "rows": ROWS}).encode()] * 20
            tell("batch of 1,000 rows", *asyncio.run(load(server.port, "/api/v1/batch", table, 4)))
            asyncio.run(flood(server.port, assess[0]))


async def flood(port: int, body: bytes) -> None:
    """While 50 clients ask, ask for the health of the application."""
    stop = asyncio.Event()
    taken: list[float] = []

    async def ask_health() -> None:
        async with httpx2.AsyncClient(timeout=60) as http:
            while not stop.is_set():
                begun = time.perf_counter()
                assert (await http.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200
                taken.append(time.perf_counter() - begun)
                await asyncio.sleep(0.02)

    asking = asyncio.create_task(ask_health())
    await load(port, "/api/v1/assess", [body] * 300, 50)
    stop.set()
    await asking
    print(f"/healthz meanwhile: {describe(taken)}")


if __name__ == "__main__":
    main()
