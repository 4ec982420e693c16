"""``kiemdinh show``: a framework in words, as Mermaid and as data."""

import json
import re

from commands import GENERAL, refused, run

import kiemdinh as kd


class TestShow:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    def test_structure_and_rules_in_words(self):
        vi, en = run("show", GENERAL).stdout, run("show", GENERAL, "--lang", "en").stdout
        assert "1.3 Quản lý kế hoạch, nguồn lực, thông tin và dữ liệu [bắt buộc]" in vi
        assert "Mọi tiêu chí “bắt buộc”: mức từ “Đạt Mức 2” trở lên" in vi
        assert "Number of criteria not tagged “mandatory” (level “Level 1” or higher): at least 5" in " ".join(
            en.split()
        )

    def test_one_node_in_full(self):
        text = run("show", GENERAL, "3.5").stdout
        assert "3.5/muc-2/c" in text
        assert "Căn cứ: Phụ lục II, tiêu chí 3.5" in text

    def test_thresholds_can_be_checked_case_by_case(self):
        page = run("show", "vn.tt18-2018@2018-10-10", "5.6", "--format", "markdown").stdout
        lines = [line.strip() for line in page.splitlines()]
        at = lines.index("- 5.6/muc-3/b/bo-hoc Tỷ lệ học sinh bỏ học của toàn trường không quá ngưỡng của vùng")
        assert lines[at + 1 : at + 5] == [
            "- chỉ áp dụng khi: Trường có lớp không chuyên",
            r"- đạt khi: Tỷ lệ học sinh bỏ học của toàn trường: không quá \[theo Vùng của trường\]",
            "- “Vùng khó khăn”: 3%",
            "- “Các vùng còn lại”: 1%",
        ]

    def test_everything_as_a_list_to_check_against_the_text(self):
        text = " ".join(run("show", "--all", GENERAL, "--lang", "en").stdout.split())
        assert "☐ 1.3 " in text
        assert "Criterion: 15" in text
        assert "Mandatory: 8" in text
        assert "each is assessed on its own and the lowest counts: stage" in text
        assert "besides everything that “Level 1” and lower need" in text

    def test_everything_in_the_forms_of_a_page(self):
        assert run("show", "--all", GENERAL, "--format", "html").stdout.startswith("<!doctype html>")
        assert run("show", "--all", GENERAL, "--format", "markdown").stdout.startswith("# ")
        refused_ = run("show", "--all", GENERAL, "--format", "json")
        assert (refused_.exit_code, "markdown or html" in refused_.stderr) == (2, True)
        assert run("show", "--all", GENERAL, "1.3").exit_code == 2

    def test_a_node_that_does_not_exist(self):
        assert refused(run("show", GENERAL, "3.55"), "KD208", "3.55")

    def test_mermaid_joins_only_boxes_that_it_declares(self):
        lines = run("show", GENERAL, "--format", "mermaid").stdout.splitlines()
        assert lines[0] == "flowchart LR"
        declared = {m[1] for line in lines if (m := re.match(r'\s+(n\d+)[\[({]+"', line))}
        joined = {name for line in lines if " --> " in line for name in line.split(" --> ")}
        assert {name.strip() for name in joined} == declared
        assert sum("[bắt buộc]" in line for line in lines) == 8

    def test_markdown(self):
        assert run("show", GENERAL, "--format", "markdown").stdout.startswith(
            "# Bảo đảm chất lượng giáo dục phổ thông\n"
        )

    def test_json_is_a_definition_that_loads_to_the_same(self):
        output = json.loads(run("show", GENERAL, "--format", "json").stdout)
        bundled = next(b for b in kd.catalogue() if b.id == GENERAL)
        assert kd.load(output) == bundled.load()
