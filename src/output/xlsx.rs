//! An answer as a spreadsheet: one sheet a table, a frozen header with filters, and a sheet about it.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::sheet::{Paper, Sheet, is_number};
use crate::text::escape;

/// Characters that a cell holds. Source: Microsoft, "Excel specifications and limits"; read 2026-11-22.
const CELL_CHARS: usize = 32_767;
/// Rows of a sheet, the header included; same source.
const ROWS: usize = 1_048_576;

/// The bytes of an `.xlsx` file; the same answer gives the same bytes.
///
/// # Errors
/// What the writer refuses, in its words; nothing of ours is known to be refused.
pub fn xlsx(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The writer would put the hour of the run into the file.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook
        .set_properties(&DocProperties::new().set_title(safe(&paper.title)).set_creation_datetime(&fixed));
    for (number, sheet) in paper.sheets.iter().enumerate() {
        let name = sheet_name(&sheet.name, number);
        fill(workbook.add_worksheet().set_name(name)?, sheet)?;
    }
    about(workbook.add_worksheet().set_name("About")?, paper)?;
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (head, column) in sheet.head.iter().zip(0_u16..) {
        worksheet.write_string_with_format(0, column, safe(head), &bold)?;
        let widest = sheet.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let widest = widest.map(|cell| cell.chars().count()).max().unwrap_or(0).max(head.chars().count());
        worksheet.set_column_width(column, (widest + 2).clamp(6, 70) as f64)?;
    }
    for (row, line) in sheet.rows.iter().take(ROWS - 1).zip(1_u32..) {
        for ((cell, head), column) in row.iter().zip(&sheet.head).zip(0_u16..) {
            let number = is_number(head).then(|| cell.parse::<f64>().ok()).flatten();
            match number {
                Some(number) => worksheet.write_number_with_format(line, column, number, &wrapped)?,
                // A string is never a formula, whatever it begins with.
                None => worksheet.write_string_with_format(line, column, safe(cell), &wrapped)?,
            };
        }
    }
    worksheet.set_freeze_panes(1, 0)?;
    let (rows, columns) = (sheet.rows.len().min(ROWS - 1), sheet.head.len());
    if rows > 0 && columns > 0 {
        let last = (u32::try_from(rows).unwrap_or(u32::MAX), u16::try_from(columns - 1).unwrap_or(u16::MAX));
        worksheet.autofilter(0, 0, last.0, last.1)?;
    }
    Ok(())
}

fn about(worksheet: &mut Worksheet, paper: &Paper) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    worksheet.set_column_width(0, 18)?;
    worksheet.set_column_width(1, 90)?;
    let lines = paper.lines.iter().map(|line| (String::new(), line.clone()));
    let all =
        std::iter::once(("Answer".to_owned(), paper.title.clone())).chain(lines).chain(paper.about.clone());
    for ((key, value), row) in all.zip(0_u32..) {
        worksheet.write_string_with_format(row, 0, safe(&key), &bold)?;
        worksheet.write_string_with_format(row, 1, safe(&value), &wrapped)?;
    }
    Ok(())
}

fn safe(text: &str) -> String {
    let text = escape(text);
    if text.chars().count() <= CELL_CHARS {
        return text.into_owned();
    }
    const CUT: &str = " … (cut: a spreadsheet cell holds no more)";
    let mut kept: String = text.chars().take(CELL_CHARS - CUT.chars().count()).collect();
    kept.push_str(CUT);
    kept
}

/// At most 31 characters, none of those that Excel forbids.
fn sheet_name(name: &str, number: usize) -> String {
    let name: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(28).collect();
    if name.is_empty() { format!("Sheet {}", number + 1) } else { name }
}
