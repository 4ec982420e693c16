"""Assessment: levels, awards and explanations in the vocabulary of standards."""
