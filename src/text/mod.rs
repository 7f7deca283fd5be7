//! Pure text: words, stems, sentences, spans.
