"""A page for a head: findings go in by a form, and the result comes out; the questions of kiemdinh beside it."""

from flask import Flask, render_template_string, request
from markupsafe import Markup
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import kiemdinh as kd
from kiemdinh.web import make_wsgi_app

FRAMEWORK = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = [node for node in FRAMEWORK.nodes.values() if node.layer and node.layer.id == "criterion"]
PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Tự đánh giá</title>
<h1>Tự đánh giá</h1>
<form method="post">
{% for node in criteria %}
  <p><label>{{ node.id }} {{ node.node.vi }}
    <select name="{{ node.id }}">
    {% for step, title in steps %}<option value="{{ step }}"
      {% if given.get(node.id) == step %}selected{% endif %}>{{ title }}</option>{% endfor %}
    </select></label></p>
{% endfor %}
  <p><label>Ngày <input type="date" name="on" value="{{ given.get("on", "") }}" required></label></p>
  <button>Đánh giá</button>
</form>
{% for one in problems %}<p role="alert">{{ one }}</p>{% endfor %}
{{ result }}
</html>"""
STEPS = [("", "chưa rõ"), ("khong-dat", "không đạt"), ("muc-1", "Mức 1"), ("muc-2", "Mức 2")]

app = Flask(__name__)
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/quality": make_wsgi_app(frameworks=[FRAMEWORK])})


@app.route("/", methods=["GET", "POST"])
def assess() -> str:
    """Show the form and, where it is filled in, the result or what is wrong."""
    given, problems, result = request.form, [], ""
    if request.method == "POST":
        found = {node.id: given.get(node.id) or None for node in CRITERIA}
        try:
            result = kd.assess(FRAMEWORK, {"findings": found}, on=given.get("on")).to_html("vi")
        except kd.InputError as error:
            problems = [one.to_text("vi") for one in error.diagnostics]
    # Every text in the fragment is escaped already.
    fragment = Markup(result)  # noqa: S704
    return render_template_string(PAGE, criteria=CRITERIA, steps=STEPS, given=given, problems=problems, result=fragment)
