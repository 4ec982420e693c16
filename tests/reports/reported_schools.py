"""Schools for reports: one with texts, one with hostile words, one of which nothing is known."""

from __future__ import annotations

import kiemdinh as kd

FRAMEWORK = "vn.tt57-2026.pho-thong"
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
DAY = "2027-06-30"
# As a reader of dossiers takes it: without control characters, which it refuses.
HOSTILE = "A & B <x> {{ 7 * 7 }} {% raw %} =1+1 ]]> ' \""
LONG = "Nghiêng" * 60

TEXTS = {
    "1": {
        "strengths": "Kế hoạch rõ.",
        "limits": "Dữ liệu chưa đủ.",
        "causes": "Thiếu người.",
        "directions": "Bổ sung.",
    },
    "1.1": {
        "situation": "Trường có kế hoạch (MC.1.1.01).",
        "limits": "Chưa rà soát.",
        "directions": "Rà soát từng kỳ.",
    },
    "1.3/muc-1": {"situation": "Có hồ sơ."},
    "1.3/muc-1/a": {"situation": "Có đủ."},
}
EVIDENCE = {
    "MC.1.1.10": {"title": "=SUM(A1)", "place": "Văn phòng"},
    "MC.1.1.02": {"title": "Báo cáo", "also": ["H1-1.1-02"], "until": "2028-06-30"},
    "MC.1.1.01": {"title": "Kế hoạch", "place": "Cổng", "kind": "bản giấy"},
}
SCHOOL = {
    "id": "A",
    "name": "THCS Bình An",
    "stages": ["thcs"],
    "authority": "Phường Một",
    "place": "Huế",
    "head": "Nguyễn Văn A",
}


def dossier(**changes):
    levels = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "4.3": "khong-dat"}
    findings = {one: {"is": level, "by": ["MC.1.1.01"]} for one, level in levels.items()}
    findings["1.1"] = {"is": "muc-1", "by": ["MC.1.1.01", "MC.1.1.02"], "why": "Chưa có bằng chứng cải tiến"}
    return {"school": SCHOOL, "findings": findings, "evidence": EVIDENCE, "texts": TEXTS} | changes


def assessed(**changes):
    return kd.assess(FRAMEWORK, dossier(**changes), on=DAY)


def hostile():
    """Every word of the dossier is hostile, and one is very long."""
    school = {"id": "A", "name": HOSTILE, "authority": LONG, "place": HOSTILE, "head": HOSTILE}
    texts = {
        one: dict.fromkeys(("situation", "limits", "causes", "directions", "strengths"), HOSTILE) for one in CRITERIA
    }
    evidence = {"MC.1.1.01": {"title": HOSTILE, "place": LONG}}
    findings = {one: {"is": "muc-1", "by": ["MC.1.1.01"], "why": HOSTILE} for one in CRITERIA}
    return assessed(school=school, texts=texts, evidence=evidence, findings=findings)
