"""docs/diagnostics.vi.md: the pages of all codes in Vietnamese.

It is written again by ``KIEMDINH_SNAPSHOTS=write pytest tests/docs/test_diagnostics_page.py``.
"""

import re
from pathlib import Path

from kiemdinh.diagnostics.code_pages import read_code_page
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.linter.code_pages import LINT_CODES, read_page
from snapshots import check_snapshot

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.vi.md"
HEAD = """\
# Mã của các thông báo

Trang này được ghi ra từ [bản tiếng Anh](diagnostics.md) và bản dịch của nó. Mỗi vấn đề của định nghĩa, hồ sơ, bảng
hay kịch bản có một mã không đổi. `kiemdinh check --explain KD320` in trang của một mã; thêm `--lang vi` hoặc
`--lang en` để chọn ngôn ngữ.

| mã | nói về điều gì |
|---|---|
| KD001 đến KD099 | đọc tệp |
| KD101 đến KD199 | hình thức của định nghĩa hoặc hồ sơ |
| KD201 đến KD299 | ý nghĩa của định nghĩa |
| KD301 đến KD399 | hồ sơ so với định nghĩa của nó |
| KD401 đến KD499 | lưu ý của kết quả đánh giá |
| KD501 đến KD599 | điều chứng minh được là sai trong định nghĩa nạp được |
| KD601 đến KD699 | tệp kịch bản |
| KD701 đến KD799 | bảng gồm nhiều trường |

"""


def section_of(code):
    page = (read_page if code in LINT_CODES else read_code_page)(code, "vi")
    # On the page of all codes the title of a code is a heading of the second order, and a section has none of its own.
    return re.sub(r"^## (.*)$", r"**\1**", page, flags=re.MULTILINE).replace("# ", "## ", 1)


def test_it_has_the_page_of_every_code():
    check_snapshot(PAGE, HEAD + "\n".join(section_of(code) for code in CODES))
