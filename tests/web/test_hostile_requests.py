"""Bad requests of every kind: each is answered by a problem with the place of what is wrong, and never a traceback."""

from __future__ import annotations

import gzip
import json

import pytest
from web_cases import FOUND, GENERAL, ON, ask

TYPE = {"content-type": "application/json"}


def refused(client, content, status, name, **options):
    """Return the diagnostics of the problem that a body is answered by, in English."""
    options = {"path": "/api/v1/assess", "headers": TYPE} | options
    path = options.pop("path")
    answer = client.post(f"{path}?lang=en", content=content, **options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"urn:kiemdinh:problem:{name}", status)
    assert "Traceback" not in answer.text
    assert answer.headers["content-language"] == "en"
    return [(one["code"], one["path"], one["line"]) for one in problem["diagnostics"]]


class TestNotJson:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "KD004"),
            (b"   ", "KD004"),
            (b"framework: a\n", "KD004"),
            (b"{", "KD004"),
            (b'{"a": 1,}', "KD004"),
            (b"{'a': 1}", "KD004"),
            (b'{"on": NaN}', "KD004"),
            (b'{"on": Infinity}', "KD004"),
            (b'{"on": -Infinity}', "KD004"),
            (b'{"on": 01}', "KD004"),
            (b'{"a": 1} {"b": 2}', "KD004"),
            (b'{"a": "\n"}', "KD004"),
            (b'{"a": 1 // note\n}', "KD004"),
            (b'\xff\xfe{"a": 1}', "KD002"),
            (b'{"a": "\xc3\x28"}', "KD002"),
            (b'{"a": "\xed\xa0\x80"}', "KD002"),
            ('{"a": "é"}'.encode("latin-1"), "KD002"),
            ('{"a": 1}'.encode("utf-16"), "KD002"),
            (b'{"a": "\\ud800"}', "KD014"),
            (b'{"a\\u0000": 1}', "KD014"),
            (b'{"a": "\x00"}', "KD014"),
            (b'{"": 1}', "KD016"),
        ],
    )
    def test_what_cannot_be_read(self, client, content, code):
        assert code in [found for found, _, _ in refused(client, content, 400, "not-json")]

    def test_a_key_that_stands_twice(self, client):
        content = json.dumps(ask())[:-1] + ',\n "on": "2028-01-01"}'
        assert refused(client, content, 400, "not-json") == [("KD006", "", 2)]
        inside = b'{"framework": "x",\n "dossier": {"findings": {"1.1": "muc-1",\n "1.1": "muc-2"}}}'
        assert refused(client, inside, 400, "not-json") == [("KD006", "dossier.findings", 3)]

    @pytest.mark.parametrize("content", [b"[]", b"1", b'"framework"', b"null", b"true"])
    def test_what_is_no_object(self, client, content):
        assert refused(client, content, 422, "invalid") == [("KD010", "", None)]


class TestTypesOfBodies:
    @pytest.mark.parametrize("kind", ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "x"])
    def test_what_does_not_say_that_it_is_json(self, client, kind):
        """A page of another site can send these without asking; JSON it cannot."""
        assert refused(client, json.dumps(ask()), 415, "wrong-content", headers={"content-type": kind})

    @pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/vnd.x+json"])
    def test_what_does(self, client, kind):
        assert client.post("/api/v1/assess", content=json.dumps(ask()), headers={"content-type": kind}).is_success

    @pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
    def test_a_compressed_body(self, client, encoding):
        """A small body could become one of a gigabyte."""
        content = gzip.compress(json.dumps(ask()).encode())
        assert refused(client, content, 415, "wrong-content", headers=TYPE | {"content-encoding": encoding})

    def test_methods(self, client):
        for path in ("/api/v1/assess", "/api/v1/batch"):
            for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"):
                answer = client.request(method, path)
                assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert client.post("/api/v1/frameworks").status_code == 405
        assert client.head("/api/v1/frameworks").status_code == 200


class TestShape:
    def test_all_that_is_wrong_is_told_together(self, client):
        body = {"framework": "vn.tt57-2026.phothong", "dossier": [], "on": "2027-02-30", "targets": 1}
        content = json.dumps(body, indent=1)
        assert sorted(refused(client, content, 422, "invalid"), key=str) == [
            ("KD102", "targets", 5),
            ("KD103", "dossier", 3),
            ("KD107", "on", None),
            ("KD330", "framework", None),
        ]

    def test_a_wrong_date_hides_nothing_of_the_dossier(self, client):
        content = json.dumps(ask(on="2027-02-30", dossier={"findings": {"9.9": "muc-1"}}))
        found = refused(client, content, 422, "invalid")
        assert found == [("KD107", "on", None), ("KD301", "dossier.findings['9.9']", 1)]

    def test_what_is_missing(self, client):
        found = refused(client, b"{}", 422, "invalid", path="/api/v1/what-if")
        assert found == [("KD101", "", 1)] * 3
        assert refused(client, b'{"framework": null, "dossier": null}', 422, "invalid") == [("KD101", "", 1)] * 2

    @pytest.mark.parametrize(
        ("question", "more", "expected"),
        [
            ("assess", {"on": 2027}, [("KD103", "on", 1)]),
            ("assess", {"on": True}, [("KD103", "on", 1)]),
            ("assess", {"target": "muc-9"}, [("KD331", "target", None)]),
            ("assess", {"target": ["muc-1"]}, [("KD103", "target", 1)]),
            ("assess", {"dossier": {"findings": {"9.9": "muc-1"}}}, [("KD301", "dossier.findings['9.9']", 1)]),
            ("assess", {"dossier": {"tree": [], "framework": "x"}}, [("KD324", "dossier.tree", 1)]),
            ("explain", {"costs": {"9.9": 1}}, [("KD332", "costs['9.9']", 1)]),
            ("explain", {"costs": {"1.1": -1}}, [("KD333", "costs['1.1']", 1)]),
            ("explain", {"costs": [1]}, [("KD103", "costs", 1)]),
            ("what-if", {"changes": {"9.9": "muc-1"}}, [("KD301", "changes['9.9']", None)]),
            ("what-if", {"changes": {}, "costs": {}}, [("KD102", "costs", 1)]),
            ("forecast", {"until": "2027-06-29"}, [("KD334", "until", None)]),
            ("forecast", {"until": "later"}, [("KD107", "until", None)]),
            ("ask-next", {"target": "award:none/none"}, [("KD331", "target", None)]),
            ("margin", {"target": "muc-1"}, [("KD102", "target", 1)]),
        ],
    )
    def test_each_place(self, client, question, more, expected):
        content = json.dumps(ask(**more))
        assert refused(client, content, 422, "invalid", path=f"/api/v1/{question}") == expected

    def test_no_date(self, client):
        content = json.dumps({"framework": GENERAL, "dossier": {"findings": FOUND}})
        assert [code for code, _, _ in refused(client, content, 422, "invalid")] == ["KD310"]

    def test_problems_are_told_in_vietnamese(self, client):
        answer = client.post("/api/v1/assess", json=ask(target="muc-9"))
        problem = answer.json()
        assert problem["title"] == "Yêu cầu có điều không trả lời được"
        assert problem["diagnostics"][0]["message"] == "'muc-9' không phải là mức của vn.tt57-2026.pho-thong"

    def test_a_language_that_there_is_not(self, client):
        answer = client.post("/api/v1/assess?lang=fr", json=ask())
        assert (answer.status_code, answer.headers["content-language"]) == (422, "vi")
        assert answer.json()["diagnostics"][0]["path"] == "lang"


class TestNumbers:
    @pytest.mark.parametrize("number", ["1e400", "-1e400", "1e-400", "9" * 5_000, "1" + "0" * 400_000, "1.5e2", "-0.0"])
    @pytest.mark.parametrize("place", ["inputs", "costs", "changes", "rows"])
    def test_huge_numbers_anywhere(self, client, number, place):
        """Each is answered, whether the number can be one or not; and soon."""
        own = '"framework": "org.example.own", "on": "2027-06-30"'
        question, body = {
            "inputs": ("assess", f'{{{own}, "dossier": {{"inputs": {{"land": {number}}}}}}}'),
            "costs": ("repairs", f'{{{own}, "dossier": {{}}, "target": "good", "costs": {{"1": {number}}}}}'),
            "changes": ("what-if", f'{{{own}, "dossier": {{}}, "changes": {{"input:land": {number}}}}}'),
            "rows": ("batch", f'{{{own}, "rows": [{{"school": "A", "1": "met", "land": {number}}}]}}'),
        }[place]
        answer = client.post(f"/api/v1/{question}", content=body, headers=TYPE)
        assert answer.status_code in (200, 400, 422), answer.text[:300]
        assert len(answer.content) < 1_000_000


class TestFiles:
    """Nothing in a request names a file."""

    @pytest.fixture
    def secret(self, tmp_path):
        path = tmp_path / "own.yaml"
        path.write_text("framework: org.example.secret\npassword: hunter2\n", encoding="utf-8")
        return str(path)

    def test_a_path_in_each_place(self, client, secret):
        places = [
            ("assess", ask(framework=secret)),
            ("assess", ask(framework=f"file://{secret}")),
            ("assess", ask(dossier=secret)),
            ("assess", ask(dossier={"findings": secret})),
            ("assess", ask(dossier={"findings": FOUND, "evidence": secret})),
            ("assess", ask(dossier={"findings": FOUND, "register": secret})),
            ("assess", ask(dossier={"findings": FOUND, "results": [secret]})),
            ("assess", ask(target=secret)),
            ("repairs", ask(costs=secret)),
            ("what-if", ask(changes=secret)),
            ("what-if", ask(changes={secret: "muc-1"})),
            ("batch", {"framework": GENERAL, "on": ON, "rows": secret}),
            ("batch", {"framework": GENERAL, "on": ON, "rows": [{"file": secret}]}),
            ("batch", {"framework": GENERAL, "on": ON, "rows": [{"school": "A"}], "columns": secret}),
        ]
        for question, body in places:
            answer = client.post(f"/api/v1/{question}?lang=en", json=body)
            assert (answer.status_code, answer.json()["type"]) == (422, "urn:kiemdinh:problem:invalid"), (
                question,
                body,
            )
            assert "hunter2" not in answer.text

    def test_the_framework_of_a_dossier_opens_nothing(self, client, secret):
        """A dossier may name its framework; what the request names counts, and nothing is read."""
        answer = client.post("/api/v1/assess", json=ask(dossier={"findings": FOUND, "framework": secret}))
        assert "hunter2" not in answer.text
        assert answer.status_code in (200, 422)

    def test_a_definition_is_no_framework(self, client):
        for framework in ({"kiemdinh": 1}, "kiemdinh: 1\nframework: org.example.x\n", ["a"]):
            assert client.post("/api/v1/assess", json=ask(framework=framework)).status_code == 422

    def test_paths_of_evidence_stay_texts(self, client):
        evidence = {"H1.1-01": {"title": "../../etc/passwd", "file": "/etc/passwd"}}
        answer = client.post("/api/v1/assess?lang=en", json=ask(dossier={"findings": FOUND, "evidence": evidence}))
        assert answer.status_code == 422
        assert "root:" not in answer.text
        del evidence["H1.1-01"]["file"]
        assert client.post("/api/v1/assess", json=ask(dossier={"findings": FOUND, "evidence": evidence})).is_success


class TestAddressesThatLead:
    @pytest.mark.parametrize(
        "path", ["/../etc/passwd", "/api/v1/../../etc/passwd", "/api/v1/assess/", "/api//v1/assess", "/api/v1/%2e%2e"]
    )
    def test_nowhere(self, client, path):
        assert client.get(path).status_code in (404, 405)

    def test_headers_that_are_long_or_strange(self, client):
        headers = TYPE | {"accept-language": "en," * 20_000, "x-remote-user": "admin", "accept": "text/html"}
        assert client.post("/api/v1/assess", content=json.dumps(ask()), headers=headers).is_success
