//! Responses and problems to text.
