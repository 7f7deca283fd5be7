//! Two things side by side in one run, in turn, so that what else the machine does meets both alike.

use std::{
    fmt,
    time::{Duration, Instant},
};

/// Ours over raw: the middle of the rounds' ratios and their spread.
#[derive(Clone, Debug)]
pub(crate) struct Ratio {
    pub(crate) what: String,
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ours: Duration,
    pub(crate) raw: Duration,
    pub(crate) limit: f64,
}

/// Each round runs both, the first one changing places; low and high are the quartiles.
pub(crate) fn paired(
    what: impl Into<String>,
    limit: f64,
    rounds: usize,
    mut ours: impl FnMut() -> Duration,
    mut raw: impl FnMut() -> Duration,
) -> Ratio {
    let mut times: Vec<(Duration, Duration)> = Vec::with_capacity(rounds);
    for round in 0..rounds {
        times.push(if round % 2 == 0 {
            let first = ours();
            (first, raw())
        } else {
            let first = raw();
            (ours(), first)
        });
    }
    let mut ratios: Vec<f64> =
        times.iter().map(|(ours, raw)| ours.as_secs_f64() / raw.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let middle = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    Ratio {
        what: what.into(),
        median: ratios[rounds / 2],
        low: ratios[rounds / 4],
        high: ratios[rounds - 1 - rounds / 4],
        ours: middle(&mut times.iter().map(|pair| pair.0).collect()),
        raw: middle(&mut times.iter().map(|pair| pair.1).collect()),
        limit,
    }
}

/// How long one call takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// How long one of several calls takes; for work too short for the clock and the scheduler.
pub(crate) fn timed_each<T>(times: u32, mut work: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        std::hint::black_box(work());
    }
    start.elapsed() / times
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.median <= self.limit { "ok" } else { "OVER" };
        write!(
            f,
            "{:<44} {:>5.2} ({:.2}-{:.2})  limit {:.1} {:<4}  ours {:>10.1?}  raw {:>10.1?}",
            self.what, self.median, self.low, self.high, self.limit, verdict, self.ours, self.raw
        )
    }
}
