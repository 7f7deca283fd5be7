//! What the system says and counts, in words for a person.

use std::io;

/// Without its number: "No such device (os error 6)" → "no such device".
pub fn system_words(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or(&words);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Seconds since 1970 as "2026-11-22 05:30 UTC".
pub fn moment(seconds: u64) -> String {
    // Days to a date: Howard Hinnant, chrono-compatible low-level date algorithms; read 2026-11-22.
    let days = seconds / 86_400 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let minutes = seconds % 86_400 / 60;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_dates() {
        assert_eq!(moment(0), "1970-01-01 00:00 UTC");
        assert_eq!(moment(951_782_400), "2000-02-29 00:00 UTC");
        assert_eq!(moment(1_735_689_599), "2024-12-31 23:59 UTC");
    }

    #[test]
    #[cfg(unix)]
    fn a_failure_has_no_number() {
        assert_eq!(system_words(&io::Error::from_raw_os_error(2)), "no such file or directory");
    }
}
