//! Answers with denominators: matrices, comparisons, checks.
