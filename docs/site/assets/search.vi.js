// What Sphinx says of the results of a search, in Vietnamese.
Documentation.addTranslations({
  locale: "vi",
  plural_expr: "0",
  messages: {
    "Search Results": "Kết quả tìm kiếm",
    "Searching": "Đang tìm",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Không tìm thấy trang nào. Hãy xem lại cách viết, hoặc tìm bằng ít từ hơn; có dấu hay không dấu đều được.",
    "Search finished, found one page matching the search query.": ["Tìm thấy ${resultCount} trang."],
    ", in ": ", trong ",
  },
});
