"""kiemdinh."""
