"""How long the board takes when many use it at once: lists, pages of schools and suppositions.

Each user sends one request after the other, with or without a pause between them. Beside the times stand those of
``/healthz``, which does nothing, on the same server under the same load, so that machines can be compared.

    python benchmarks/board.py --users 50 --seconds 20
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path

import httpx2 as httpx

import kiemdinh as kd
from kiemdinh.web.store import Store, fill_store

EXAMPLE = Path(__file__).parents[1] / "examples" / "tinh-mau"
FRAMEWORK = "vn.tt57-2026.pho-thong"
CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
AREAS = [f"M{number:02}" for number in range(1, 13)]
FORM = {"content-type": "application/x-www-form-urlencoded"}


def fill(url: str) -> list[str]:
    with Store(url) as store:
        filled = fill_store(
            store,
            [EXAMPLE / "schools.csv"],
            framework=kd.load(FRAMEWORK),
            on=dt.date(2027, 6, 30),
            columns=EXAMPLE / "columns.yaml",
            register=EXAMPLE / "register.csv",
            author=None,
            at=dt.datetime.now(dt.UTC),
        )
    return filled.schools


class User:
    """One who asks one thing after the other, until the time is over."""

    def __init__(self, client: httpx.AsyncClient, schools: list[str], number: int, pause: float) -> None:
        self.client, self.schools, self.pause = client, schools, pause
        self.random = random.Random(number)
        self.times: dict[str, list[float]] = {}

    async def use(self, until: float) -> None:
        token = await self.find_token()
        # Users do not all come at the same moment.
        await asyncio.sleep(self.pause * self.random.random())
        asks = [self.list_schools, self.look_at_school, self.suppose, self.do_nothing]
        while time.monotonic() < until:
            ask = self.random.choices(asks, [4, 3, 2, 1])[0]
            begun = time.perf_counter()
            answer = await ask(token)
            answer.raise_for_status()
            self.times.setdefault(ask.__name__, []).append(time.perf_counter() - begun)
            await asyncio.sleep(self.pause * self.random.uniform(0.5, 1.5))

    async def find_token(self) -> str:
        page = (await self.client.get(f"/schools/{self.schools[0]}")).text
        return unescape(re.search(r'name="token" value="([^"]*)"', page)[1])

    async def list_schools(self, _: str) -> httpx.Response:
        query = self.random.choice([{}, {"area": self.random.choice(AREAS)}, {"state": "improve"}, {"page": "3"}])
        return await self.client.get("/", params=query)

    async def look_at_school(self, _: str) -> httpx.Response:
        return await self.client.get(f"/schools/{self.random.choice(self.schools)}")

    async def suppose(self, token: str) -> httpx.Response:
        fields = {"token": token} | {f"set:{one}": "muc-2" for one in self.random.sample(CRITERIA, 3)}
        return await self.client.post(f"/schools/{self.random.choice(self.schools)}/what-if", data=fields)

    async def do_nothing(self, _: str) -> httpx.Response:
        return await self.client.get("/healthz")


async def measure(address: str, schools: list[str], users: int, seconds: float, pause: float) -> dict[str, list[float]]:
    limits = httpx.Limits(max_connections=1)
    clients = [httpx.AsyncClient(base_url=address, timeout=60, limits=limits) for _ in range(users)]
    everyone = [User(client, schools, number, pause) for number, client in enumerate(clients)]
    until = time.monotonic() + seconds
    await asyncio.gather(*(user.use(until) for user in everyone))
    await asyncio.gather(*(client.aclose() for client in clients))
    found: dict[str, list[float]] = {}
    for user in everyone:
        for name, times in user.times.items():
            found.setdefault(name, []).extend(times)
    return found


def report(title: str, found: dict[str, list[float]], seconds: float) -> None:
    print(f"\n{title}: {sum(map(len, found.values())) / seconds:.0f} requests a second")
    nothing = statistics.median(found["do_nothing"])
    for name, times in found.items():
        ordered = sorted(times)
        half, most = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
        print(
            f"  {name:16} n {len(times):5}  p50 {half * 1e3:7.1f} ms  p95 {most * 1e3:7.1f} ms"
            f"  {half / nothing:5.1f} x nothing"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=2.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        url = f"sqlite:///{folder}/board.db"
        schools = fill(url)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "kiemdinh", "serve", "--store", url, "--user", "hong", "--port", str(port)]
        server = subprocess.Popen(command)
        address = f"http://127.0.0.1:{port}"
        try:
            begun = time.perf_counter()
            wait_for(address)
            print(f"from start to the first list of {len(schools)} schools: {time.perf_counter() - begun:.1f} s")
            for pause in (options.pause, 0.0):
                found = asyncio.run(measure(address, schools, options.users, options.seconds, pause))
                report(f"{options.users} users, {pause:g} s between requests", found, options.seconds)
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{address}/", timeout=120).raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.2)
        else:
            return
    sys.exit("the server does not answer")


if __name__ == "__main__":
    main()
