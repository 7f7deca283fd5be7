//! Numbers of lines in the margin, as drafts have them: they are of the page and not of its text.

use std::collections::HashSet;

use super::items::Item;

/// Fewer numbers below each other are a table's, or a list's.
const FEWEST_LINES: usize = 10;

/// The pieces of a page but the numbers of its lines: whole numbers left of all else, one below the other, each more
/// than the one above it by the same step.
pub(super) fn without_line_numbers(items: Vec<&Item>) -> Vec<&Item> {
    let mut numbers: Vec<(usize, u32)> =
        items.iter().enumerate().filter_map(|(at, item)| Some((at, number(item)?))).collect();
    if numbers.len() < FEWEST_LINES {
        return items;
    }
    let right = |at: usize| items[at].x + items[at].width;
    let known: HashSet<usize> = numbers.iter().map(|(at, _)| *at).collect();
    let text =
        (0..items.len()).filter(|at| !known.contains(at)).map(|at| items[at].x).fold(f32::MAX, f32::min);
    numbers.retain(|(at, _)| right(*at) <= text);
    // The number of the page may stand there too, but further in or out.
    let Some(edge) = numbers.first().map(|(at, _)| right(*at)) else { return items };
    numbers.retain(|(at, _)| (right(*at) - edge).abs() < 1.0);
    numbers.sort_by(|(one, _), (other, _)| items[*other].y.total_cmp(&items[*one].y));
    let counts = numbers.windows(2).all(|pair| {
        let step = numbers[1].1.wrapping_sub(numbers[0].1);
        (1..=10).contains(&step) && pair[1].1.wrapping_sub(pair[0].1) == step
    });
    if numbers.len() < FEWEST_LINES || !counts {
        return items;
    }
    let numbers: HashSet<usize> = numbers.into_iter().map(|(at, _)| at).collect();
    items.into_iter().enumerate().filter(|(at, _)| !numbers.contains(at)).map(|(_, item)| item).collect()
}

fn number(item: &Item) -> Option<u32> {
    let text = item.text.trim();
    (text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{super::items::piece as item, *};

    fn left(items: &[Item]) -> Vec<&str> {
        without_line_numbers(items.iter().collect()).into_iter().map(|item| item.text.as_str()).collect()
    }

    #[test]
    fn numbers_that_count_the_lines_are_left_out() {
        let page = |first: usize, step: usize, x: f32| -> Vec<Item> {
            (0..12)
                .flat_map(|line| {
                    let number = (first + step * line).to_string();
                    let y = 700.0 - 14.0 * line as f32;
                    [item(x - 5.0 * number.len() as f32, y, &number), item(72.0, y, "People told us")]
                })
                .collect()
        };
        assert_eq!(left(&page(1, 1, 60.0)), ["People told us"; 12]);
        assert_eq!(left(&page(95, 5, 60.0)), ["People told us"; 12]);
        // Figures of a table, and a column beside text.
        assert_eq!(left(&page(3, 0, 60.0)).len(), 24);
        assert_eq!(left(&page(1, 1, 400.0)).len(), 24);
        assert_eq!(left(&page(1, 1, 60.0)[..18]).len(), 18);
    }
}
