"""Pages of the board as a visitor's browser reads them, and forms as it sends them."""

from __future__ import annotations

import datetime as dt
import re
import time
from html import unescape
from urllib.parse import urlencode

AT = dt.datetime(2027, 6, 30, 8, 5, tzinfo=dt.UTC)
BINH_AN = "79-769-501"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def read_text(answer):
    """Return what a page says, its markup left out."""
    body = answer.text.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def read_fields(answer):
    """Return the fields of the last form that is sent back, as a browser would send them."""
    form = answer.text[answer.text.rindex('<form method="post"') :].partition("</form>")[0]
    fields = {
        unescape(name): unescape(value)
        for tag in re.findall(r"<input[^>]*>", form)
        for name, value in [(re.search(r'name="([^"]*)"', tag)[1], (re.search(r'value="([^"]*)"', tag) or ["", ""])[1])]
    }
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[unescape(name)] = unescape(chosen[1]) if chosen else ""
    fields |= {
        unescape(n): unescape(v) for n, v in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S)
    }
    return fields


def send(client, path, fields, **headers):
    return client.post(path, content=urlencode(fields), headers=FORM | headers, follow_redirects=False)


def wait_for_list(client, path="/"):
    """Ask for a list until all schools of it have been assessed, and return the page."""
    while "notice pending" in (page := client.get(path).text):
        time.sleep(0.1)
    return page
