"""Prints each event that httpx-sse reads, over all connections: name|id|data."""
import sys
import time

import httpx
from httpx_sse import connect_sse

url, *body = sys.argv[1:]
method, content = ("POST", body[0]) if body else ("GET", None)
headers = {"Content-Type": "application/json"} if body else {}
seconds = 1.0

with httpx.Client(timeout=None) as client:
    while True:
        try:
            with connect_sse(client, method, url, headers=headers, content=content) as source:
                if source.response.status_code != 200:
                    print(f"end||{source.response.status_code}", flush=True)
                    break
                for event in source.iter_sse():
                    print(f"{event.event}|{event.id}|{event.data}", flush=True)
                    if event.id:
                        headers["Last-Event-ID"] = event.id
                    if event.retry:
                        seconds = event.retry / 1000
        except httpx.TransportError:
            pass
        time.sleep(seconds)
