"""What the narration of explanations says in Vietnamese; the keys are those of the other languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # what would do
        "explain": "Cần sửa gì trước để {aim}",
        "explain.top": "Trường đã ở mức cao nhất: không có gì phải thay đổi.",
        "explain.certain": "Đã chắc chắn có “{level}”: không có gì phải thay đổi.",
        "explain.unreachable": "Không có thay đổi nào trường làm được mà chắc chắn đưa đến “{level}”.",
        "explain.not_found": "Trong giới hạn tìm kiếm đã định, chưa tìm được cách nào để có “{level}”.",
        "explain.settle_first": "Trước hết cần làm rõ: {ids}.",
        "explain.undecided": "Trước hết cần những quyết định hoặc thông tin nêu dưới đây.",
        "explain.as_if": "Những điều dưới đây được nêu như thể mọi thứ đều thay đổi được.",
        "explain.one": "Ít nhất cần {size}, và chỉ có một phương án tối thiểu",
        "explain.ways": "Ít nhất cần {size}, và có {n} phương án tối thiểu như nhau",
        "explain.some_ways": "Ít nhất cần {size}; không rõ có bao nhiêu phương án tối thiểu như nhau",
        "explain.proved": "{text} (đã chứng minh là ít nhất).",
        "explain.bound": "{text} (chưa chứng minh là ít nhất: có thể ít hơn, nhưng không quá {gap}).",
        "explain.mixed": (
            "Trong hồ sơ, có tiêu chí được ghi chung, có tiêu chí được ghi theo từng yêu cầu: "
            "một bước của tiêu chí ghi chung được tính bằng số yêu cầu mà nó gồm."
        ),
        "explain.also": "Cộng thêm: {sums}",
        "sum.cost": "chi phí {n}",
        "sum.months": "{n} tháng",
        "sum.other": "{name} {n}",
        "size.changes": "{n} thay đổi",
        "size.cost": "{cost} ({n} thay đổi)",
        "explain.necessary": "Bắt buộc: cách nào cũng cần",
        "explain.cheapest": "Trong phương án tối thiểu",
        "explain.pick": "Một trong nhiều cách: chọn bất kỳ {n} trong {m} mục sau",
        "explain.choose": "Một trong nhiều cách: chọn một trong các cách sau",
        "explain.together": "Cách {i}: cả {n} mục sau",
        "explain.others": "Những điều khác",
        "explain.needed": "Cách nào cũng cần: {ids}.",
        "explain.useful": "Có ích trong một số cách: {ids}.",
        "explain.dearer": "Cũng có ích trong những cách khác, tốn hơn: {ids}.",
        "explain.irrelevant": "Còn thiếu nhưng không cản “{level}”: {ids}.",
        "explain.keep": "Phải giữ nguyên, nếu khác đi thì hỏng một cách: {ids}.",
        "explain.either_way": "Chỉ cần làm rõ, kết quả thế nào cũng có ích: {ids}.",
        "explain.blocked": "Không thay đổi được: {ids}.",
        "explain.alone": "Chỉ riêng một trong những điều sau đã đủ: {ids}.",
        "list.settle": "Làm rõ: {text}",
        "list.improve": "Cải thiện: {text}",
        # one change
        "change.up": "{what}: từ {now} lên ít nhất {to} ({diff})",
        "change.up_strict": "{what}: từ {now} lên trên {to} ({diff})",
        "change.down": "{what}: từ {now} xuống còn nhiều nhất {to} ({diff})",
        "change.down_strict": "{what}: từ {now} xuống dưới {to} ({diff})",
        "change.people_up": "{what}: thêm {n} trong {whole} (từ {now} lên ít nhất {to})",
        "change.people_down": "{what}: bớt {n} trong {whole} (từ {now} xuống còn nhiều nhất {to})",
        "change.more_than": "hơn {diff}",
        "change.points": " điểm phần trăm",
        "change.word": "{what}: từ {now} thành {to}",
        "change.word_up": "{what}: từ {now} lên {to} trở lên",
        "change.word_down": "{what}: từ {now} xuống {to} trở xuống",
        "change.who": "{text} – ai làm: {who}",
        "change.cost": "{text} ({cost})",
        # the ways, one by one
        "repairs": "Các cách để {aim}",
        "repairs.way": "Cách {i}: {size}",
        "repairs.more": "và {n} phương án tối thiểu như nhau nữa",
        "repairs.others": "và còn những cách khác",
        # the margin
        "margin": "“{level}” còn vững đến đâu",
        "margin.of_none": "Còn vững đến đâu",
        "margin.no_level": "Không giữ mức nào, nên không có gì để mất.",
        "margin.none": "Chưa chắc chắn có mức nào, nên không có gì để mất.",
        "margin.size": "Ít nhất phải mất {n} điều thì mới không còn chắc chắn có “{level}”.",
        "margin.unlosable": "Không điều gì trong hồ sơ, nếu mất, làm mất “{level}”.",
        "margin.alone": "Chỉ riêng một trong những điều sau mất đi là không còn chắc chắn",
        "margin.least": "Mất cùng lúc thì không còn chắc chắn",
        "margin.evidence": "Minh chứng mà thiếu một mình nó là không còn chắc chắn (hết hạn sớm nhất trước)",
        "margin.item": "{code}: {facts}",
        "margin.item_titled": "{code} ({title}): {facts}",
        "margin.until": "{text} – chỉ có giá trị đến hết ngày {date}",
        "margin.gained": "{text}: trở thành đạt",
        "margin.above": "{what} lên trên {x}",
        "margin.at_least": "{what} lên đến {x}",
        "margin.below": "{what} xuống dưới {x}",
        "margin.at_most": "{what} xuống còn {x}",
        # why a level is held
        "why": "Vì sao có “{level}”",
        "why.enough": "Những điều sau là đủ; các điều khác thế nào thì mức này vẫn giữ.",
        "why.unknown": "Chưa tìm được lý do đủ trong giới hạn đã định.",
        # what if
        "what_if": "Nếu thay đổi",
        "what_if.set": "{what}: {to}",
        "what_if.changes": "Những gì khác đi",
        "what_if.same": "Không có gì khác đi.",
        "what_if.line": "{what}: {before} → {after}",
        "what_if.between": "từ {low} đến {high}",
        "what_if.possible": "chưa xác định, có thể {high}",
        "what_if.nothing": "chưa có",
        # the drawing
        "draw": "Sơ đồ: còn thiếu gì để {aim}",
        "draw.top": "Sơ đồ hiện tại",
        "draw.legend": "Chú giải",
        "draw.met": "đạt",
        "draw.unknown": "chưa rõ",
        "draw.unmet": "chưa đạt",
        "draw.absent": "không áp dụng",
        "draw.value": "kết quả",
        "draw.necessary": "bắt buộc: cách nào cũng cần",
        "draw.relevant": "một trong nhiều cách",
        "draw.chosen": "có trong phương án tối thiểu",
        "draw.chosen_list": "Trong phương án tối thiểu",
        "draw.more": "và {n} mục nữa",
    }
)
