//! Two things side by side in one run, in turn, so that what else the machine does meets both alike.

use std::{
    fmt, fs,
    time::{Duration, Instant},
};

/// Clock time and processor time (of all threads and of ended children) of one call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    wall: Duration,
    /// Nothing where there is no `/proc`.
    cpu: Duration,
}

/// Ours over raw: the middle of the rounds' ratios and their spread.
#[derive(Clone, Debug)]
pub(crate) struct Ratio {
    what: String,
    median: f64,
    /// The quartiles.
    low: f64,
    high: f64,
    /// Of the processor time of all rounds together: steadier on a machine that others use too.
    cpu: Option<f64>,
    ours: Duration,
    raw: Duration,
    limit: f64,
}

/// Each round runs both, the first one changing places.
pub(crate) fn paired(
    what: impl Into<String>,
    limit: f64,
    rounds: usize,
    mut ours: impl FnMut() -> Spent,
    mut raw: impl FnMut() -> Spent,
) -> Ratio {
    let mut spent: Vec<(Spent, Spent)> = Vec::with_capacity(rounds);
    for round in 0..rounds {
        spent.push(if round % 2 == 0 {
            let first = ours();
            (first, raw())
        } else {
            let first = raw();
            (ours(), first)
        });
    }
    let mut ratios: Vec<f64> =
        spent.iter().map(|(o, r)| o.wall.as_secs_f64() / r.wall.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let middle = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let cpu = |times: Vec<Duration>| times.iter().sum::<Duration>().as_secs_f64();
    let (cpu_ours, cpu_raw) =
        (cpu(spent.iter().map(|s| s.0.cpu).collect()), cpu(spent.iter().map(|s| s.1.cpu).collect()));
    Ratio {
        what: what.into(),
        median: ratios[rounds / 2],
        low: ratios[rounds / 4],
        high: ratios[rounds - 1 - rounds / 4],
        cpu: (cpu_raw > 0.0).then_some(cpu_ours / cpu_raw),
        ours: middle(spent.iter().map(|s| s.0.wall).collect()),
        raw: middle(spent.iter().map(|s| s.1.wall).collect()),
        limit,
    }
}

/// What one call takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Spent {
    let (start, cpu) = (Instant::now(), cpu_time());
    std::hint::black_box(work());
    Spent { wall: start.elapsed(), cpu: cpu_time().saturating_sub(cpu) }
}

/// What one of so many calls takes that together they are long enough for the clock of the processor
/// time, which counts hundredths of a second.
pub(crate) fn timed_each<T>(mut work: impl FnMut() -> T) -> Spent {
    const BATCH: Duration = Duration::from_millis(20);
    let start = Instant::now();
    std::hint::black_box(work());
    let times = (BATCH.as_nanos() / start.elapsed().as_nanos().max(1)).clamp(1, 1_000) as u32;
    let all = timed(|| {
        for _ in 0..times {
            std::hint::black_box(work());
        }
    });
    Spent { wall: all.wall / times, cpu: all.cpu / times }
}

/// User and system time of this process and its ended children, from `/proc/self/stat` (fields 14 to
/// 17 of proc(5), in ticks of 10 ms on every usual Linux).
fn cpu_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 =
        after_name.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cpu = self.cpu.map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.2}"));
        let verdict = if self.cpu.unwrap_or(self.median) <= self.limit { "ok" } else { "OVER" };
        write!(
            f,
            "{:<46} {:>5.2} ({:.2}-{:.2})  cpu {:>5}  limit {} {:<4}  ours {:>9.1?}  raw {:>9.1?}",
            self.what, self.median, self.low, self.high, cpu, self.limit, verdict, self.ours, self.raw
        )
    }
}
